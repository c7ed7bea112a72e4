package dev.shieldwall.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.client.signing.ReadToken;
import dev.shieldwall.client.signing.ReadTokenRejectedException;
import dev.shieldwall.crypto.signature.Ed25519PublicKey;
import dev.shieldwall.launcher.MeshAtRest;
import dev.shieldwall.launcher.Terminal;
import dev.shieldwall.launcher.Terminal.Answer;
import dev.shieldwall.launcher.folder.DataFolder;
import dev.shieldwall.launcher.genesis.LocalGenesis;
import dev.shieldwall.model.genesis.Genesis;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./shieldwall token} prints lets somebody read, of this mesh alone, and not for long. */
class TokenCommandTest {

    private static final long LONGEST = ReadToken.MAX_LIFETIME.toSeconds();

    @TempDir
    static Path folder;

    private static MeshAtRest mesh;

    @BeforeAll
    static void keysAndGenesis() throws IOException {
        mesh = MeshAtRest.in(folder.resolve("data"));
    }

    private static Answer token(String... words) throws InterruptedException {
        return Terminal.type(mesh.data(), Stream.concat(Stream.of("token"), Arrays.stream(words)).toArray(String[]::new));
    }

    private static ReadToken read(String compact, Genesis genesis, Instant now) throws Exception {
        return ReadToken.verify(compact, Ed25519PublicKey.of(genesis.tokenKey().key().toArray()), genesis, now);
    }

    @Test
    void itIsForReadingAndEndsAfterAQuarterOfAnHour() throws Exception {
        Instant now = Instant.now();
        String compact = token().line();
        ReadToken token = read(compact, mesh.genesis(), now);
        assertThat(token.scope()).isEqualTo("read");
        assertThat(token.sub().value()).isEqualTo(LocalGenesis.OPERATOR);
        assertThat(token.exp() - token.iat()).isEqualTo(LONGEST).isEqualTo(15 * 60);

        read(compact, mesh.genesis(), Instant.ofEpochSecond(token.exp()).minusMillis(1));
        assertThatThrownBy(() -> read(compact, mesh.genesis(), Instant.ofEpochSecond(token.exp())))
                .isInstanceOf(ReadTokenRejectedException.class)
                .hasMessageContaining("expired");
    }

    @Test
    void aShorterLifeAndAnotherReaderCanBeAskedFor() throws Exception {
        String reader = "spiffe://mesh.local/service/auditor";
        ReadToken token = read(token("--seconds", "1", "--as", reader).line(), mesh.genesis(), Instant.now());
        assertThat(token.exp() - token.iat()).isEqualTo(1);
        assertThat(token.sub().value()).isEqualTo(reader);
        assertThat(token.scope()).as("nobody is given more").isEqualTo("read");
    }

    @Test
    void aLifeOutOfBoundsIsAWrongCommandLine() throws Exception {
        assertThat(token("--seconds", Long.toString(LONGEST)).exit()).isZero();
        for (String seconds : List.of("0", "-5", Long.toString(LONGEST + 1), "1h", "99999999999999999999")) {
            Answer answer = token("--seconds", seconds);
            assertThat(answer.exit()).isEqualTo(Command.USAGE);
            assertThat(answer.complaint()).contains("--seconds", Long.toString(LONGEST));
            assertThat(answer.out()).isEmpty();
        }
        assertThat(token("--seconds").exit()).isEqualTo(Command.USAGE);
        assertThat(token("--scope", "write").exit()).isEqualTo(Command.USAGE);
        assertThat(token("please").exit()).isEqualTo(Command.USAGE);
    }

    @Test
    void aNameThatIsNoSpiffeIdIsAWrongCommandLine() throws Exception {
        Answer answer = token("--as", "admin");
        assertThat(answer.exit()).isEqualTo(Command.USAGE);
        assertThat(answer.complaint()).contains("--as", "SPIFFE id");
    }

    @Test
    void anotherMeshDoesNotTakeIt() throws Exception {
        String compact = token().line();
        Genesis other = MeshAtRest.in(folder.resolve("other")).genesis();
        assertThatThrownBy(() -> read(compact, other, Instant.now())).isInstanceOf(ReadTokenRejectedException.class);
    }

    @Test
    void withoutAMeshThereIsNone() throws Exception {
        Answer answer = Terminal.type(new DataFolder(folder.resolve("none")), "token");
        assertThat(answer.exit()).isEqualTo(Command.FAILED);
        assertThat(answer.complaint()).contains("there is no mesh in");
    }
}
