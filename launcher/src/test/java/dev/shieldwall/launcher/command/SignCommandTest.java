package dev.shieldwall.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.client.signing.CommandSigner;
import dev.shieldwall.crypto.keystore.KeyFiles;
import dev.shieldwall.crypto.signature.Ed25519PrivateKey;
import dev.shieldwall.crypto.signature.Ed25519PublicKey;
import dev.shieldwall.crypto.signature.Ed25519Verifier;
import dev.shieldwall.crypto.signature.SignatureRejectedException;
import dev.shieldwall.crypto.signature.SigningContext;
import dev.shieldwall.launcher.MeshAtRest;
import dev.shieldwall.launcher.SourceTree;
import dev.shieldwall.launcher.Terminal;
import dev.shieldwall.launcher.Terminal.Answer;
import dev.shieldwall.launcher.folder.DataFolder;
import dev.shieldwall.launcher.genesis.LocalGenesis;
import dev.shieldwall.model.command.CapabilityCommand;
import dev.shieldwall.model.command.CommandJws;
import dev.shieldwall.model.command.IdentityCommand;
import dev.shieldwall.model.command.SessionCommand;
import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.model.identity.Attestation;
import dev.shieldwall.model.identity.PrincipalId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code ./shieldwall sign} prints is a command that a replica reads, or one line that says why there is none. */
class SignCommandTest {

    private static final String GRANT = example("capability-grant.json");
    private static final String REGISTRATION = example("service-identity.json");

    @TempDir
    static Path folder;

    @TempDir
    Path own;

    private static MeshAtRest mesh;

    @BeforeAll
    static void keysAndGenesis() throws IOException {
        mesh = MeshAtRest.in(folder.resolve("data"));
    }

    private static String example(String name) {
        return SourceTree.root().resolve("examples").resolve(name).toString();
    }

    private static Answer sign(String... words) throws InterruptedException {
        return Terminal.type(mesh.data(), Stream.concat(Stream.of("sign"), Arrays.stream(words)).toArray(String[]::new));
    }

    /** All that was printed, as a replica reads it within the bound of this mesh: a newline would be too much. */
    private static SignedCommand signed(Answer answer) throws Exception {
        assertThat(answer.exit()).as(answer.err()).isZero();
        byte[] jws = answer.out().getBytes(StandardCharsets.US_ASCII);
        SignedCommand command = CommandJws.parse(jws, mesh.genesis().limits().commandBytes());
        assertThat(command.payload().chainId()).isEqualTo(mesh.genesis().chainId());
        return command;
    }

    private static Ed25519PublicKey operatorKey() throws Exception {
        return Ed25519PublicKey.of(mesh.genesis().operators().getFirst().key().key().toArray());
    }

    private Path file(String content) throws IOException {
        return Files.writeString(own.resolve("command.json"), content);
    }

    @Test
    void theOperatorSignsWithItsOwnKey() throws Exception {
        Answer answer = sign(GRANT);
        SignedCommand command = signed(answer);
        command.verify(operatorKey());
        assertThat(command.payload().principal().value()).isEqualTo(LocalGenesis.OPERATOR);
        var grant = (CapabilityCommand.Grant) command.payload().command();
        assertThat(grant.holder().value()).isEqualTo("spiffe://mesh.local/service/trading-service-001");
        assertThat(answer.err()).contains(grant.capabilityId().toString(), command.payload().commandId().toString());
    }

    @Test
    void everySignatureIsACommandOfItsOwn() throws Exception {
        assertThat(signed(sign(GRANT)).payload().commandId()).isNotEqualTo(signed(sign(GRANT)).payload().commandId());
    }

    @Test
    void aPrincipalIsGivenAKeyOnceAndKeepsIt() throws Exception {
        String id = "spiffe://mesh.local/service/kept";
        SignedCommand registration = signed(sign("--new-key", "--as", id, REGISTRATION));
        Path file = mesh.data().root().resolve("keys").resolve("mesh.local+service+kept.pem");
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));

        Ed25519PublicKey key = KeyFiles.readPrivate(file).publicKey();
        registration.verify(key);
        assertThat(registration.payload().principal()).as("--as wins over the file").isEqualTo(new PrincipalId(id));
        var register = (IdentityCommand.Register) registration.payload().command();
        assertThat(register.publicKey().key().toArray()).isEqualTo(key.bytes());

        SignedCommand later = signed(sign("--as", id, example("session-one-hour.json")));
        later.verify(key);
        assertThat(later.payload().command()).isInstanceOf(SessionCommand.Establish.class);
        signed(sign("--new-key", "--as", id, REGISTRATION)).verify(key);
    }

    @Test
    void theIssuerOfThisMeshVouchesForTheKeyThatIsRegistered() throws Exception {
        String id = "spiffe://mesh.local/service/vouched";
        SignedCommand command = signed(sign("--new-key", "--as", id, REGISTRATION));
        var register = (IdentityCommand.Register) command.payload().command();
        Attestation attestation = register.attestation();
        var issuer = mesh.genesis().issuer(attestation.issuer()).orElseThrow();
        byte[] statement = Attestation.message(
                mesh.genesis().chainId(), new PrincipalId(id), register.publicKey(), issuer.id(), attestation.claims(),
                attestation.notAfterMillis());
        Ed25519Verifier.verify(
                Ed25519PublicKey.of(issuer.key().key().toArray()), SigningContext.of(Attestation.SIGNING_LABEL),
                statement, attestation.signature().toArray());
        assertThat(attestation.claims()).containsEntry("purpose", "trading-analysis");
    }

    @Test
    void aGivenKeySigns() throws Exception {
        Path file = own.resolve("mine.pem");
        KeyFiles.writePrivate(file, Ed25519PrivateKey.generate(new SecureRandom()));
        SignedCommand command = signed(sign("--key", file.toString(), GRANT));
        command.verify(KeyFiles.readPrivate(file).publicKey());
        assertThatThrownBy(() -> command.verify(operatorKey())).isInstanceOf(SignatureRejectedException.class);
    }

    @Test
    void withoutAKeyNothingIsSignedAndNoneIsMade() throws Exception {
        Answer answer = sign("--as", "spiffe://mesh.local/service/nobody", REGISTRATION);
        refused(answer, "no key in", "--new-key");
        assertThat(mesh.data().root().resolve("keys").resolve("mesh.local+service+nobody.pem")).doesNotExist();
    }

    @Test
    void aKeyThatOthersCanReadIsRefusedWithTheRepair() throws Exception {
        Path file = own.resolve("open.pem");
        KeyFiles.writePrivate(file, Ed25519PrivateKey.generate(new SecureRandom()));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        refused(sign("--key", file.toString(), GRANT), "chmod 600");
        refused(sign("--key", Files.writeString(own.resolve("no.pem"), "x").toString(), GRANT), "no.pem");
    }

    @Test
    void aCommandLivesAsLongAsAskedWithinTheBound() throws Exception {
        long before = Instant.now().toEpochMilli();
        long end = signed(sign("--seconds", "30", GRANT)).payload().notAfterMillis();
        assertThat(end).isBetween(before + 30_000, Instant.now().toEpochMilli() + 30_000);

        long most = CommandSigner.MAX_LIFETIME.toSeconds();
        signed(sign("--seconds", Long.toString(most), GRANT));
        for (String seconds : List.of("0", "-1", Long.toString(most + 1), "soon")) {
            Answer answer = sign("--seconds", seconds, GRANT);
            assertThat(answer.exit()).isEqualTo(Command.USAGE);
            assertThat(answer.complaint()).contains("--seconds");
        }
    }

    @Test
    void aDryRunShowsWhatWouldBeSignedAndPrintsNoCommand() throws Exception {
        Answer answer = sign("--dry-run", GRANT);
        assertThat(answer.exit()).isZero();
        assertThat(answer.out()).isEmpty();
        assertThat(answer.complaint()).contains("capabilityId=");
    }

    @Test
    void aPlaceholderIsFilledFromTheCommandLine() throws Exception {
        String request = example("critical-authorization.json");
        String id = "spiffe://mesh.local/service/trading-service-001";
        refused(sign("--new-key", "--as", id, request), "${sessionId}", "--set sessionId=VALUE");

        String session = "AAAAAAAAAAAAAAAAAAAAAA";
        SignedCommand command = signed(sign("--new-key", "--as", id, "--set", "sessionId=" + session, request));
        var authorize = (CapabilityCommand.Authorize) command.payload().command();
        assertThat(authorize.sessionId()).hasToString(session);
        refused(sign("--as", id, "--set", "sessionId=\",\"x\":\"", request), "sessionId");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "",
        "not json",
        "[]",
        "{}",
        "{\"command\":5}",
        "{\"command\":{}}",
        "{\"command\":{\"type\":\"identity.promote\"}}",
        "{\"command\":{\"type\":{}}}",
        "{\"command\":{\"type\":\"session.close\"}}",
        "{\"command\":{\"type\":\"session.close\",\"sessionId\":\"x\"}}",
        "{\"command\":{\"type\":\"capability.revoke\",\"capabilityId\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"reason\":\"\"}}",
        "{\"command\":{\"type\":\"session.close\",\"sessionId\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"force\":true}}",
        "{\"command\":{\"type\":\"session.close\",\"sessionId\":\"AAAAAAAAAAAAAAAAAAAAAA\"}} trailing",
        "{\"command\":{\"type\":\"session.close\",\"type\":\"session.close\"}}",
        "{\"principal\":\"admin\",\"command\":{\"type\":\"session.close\",\"sessionId\":\"AAAAAAAAAAAAAAAAAAAAAA\"}}",
        "{\"principal\":{},\"command\":{\"type\":\"session.close\",\"sessionId\":\"AAAAAAAAAAAAAAAAAAAAAA\"}}",
        "{\"notAfterMillis\":-1,\"command\":{\"type\":\"session.close\",\"sessionId\":\"AAAAAAAAAAAAAAAAAAAAAA\"}}",
        "{\"command\":{\"type\":\"identity.register\",\"attestation\":\"none\"}}",
        "{\"command\":{\"type\":\"identity.register\",\"attestation\":{\"claims\":{\"a\":{}}}}}",
        "{\"command\":{\"type\":\"identity.register\",\"attestation\":{\"claims\":{\"\":\"b\"}}}}",
    })
    void whatIsNoCommandFileIsRefusedInOneLine(String content) throws Exception {
        refused(sign(file(content).toString()));
    }

    @Test
    void whatIsNoTextOrTooLongOrNotThereIsRefusedInOneLine() throws Exception {
        Path latin = own.resolve("latin.json");
        Files.write(latin, "{\"command\":{\"type\":\"\u00e9\"}}".getBytes(StandardCharsets.ISO_8859_1));
        refused(sign(latin.toString()), "UTF-8");
        refused(sign(own.resolve("absent.json").toString()), "no such file");
        refused(sign(own.toString()), "no such file");

        String text = Files.readString(Path.of(GRANT));
        signed(sign(file(text + " ".repeat(CommandJws.MAX_PAYLOAD_BYTES - text.length())).toString()));
        refused(
                sign(file(text + " ".repeat(CommandJws.MAX_PAYLOAD_BYTES - text.length() + 1)).toString()),
                "longer than " + CommandJws.MAX_PAYLOAD_BYTES);
    }

    /** Base64url makes four characters of three bytes, so a file within its bound can make a command beyond its own. */
    @Test
    void aCommandLongerThanTheMeshTakesIsRefusedHere() throws Exception {
        String resources = IntStream.range(0, 64)
                .mapToObj(i -> "\"" + "\u20ac".repeat(260) + i + "\"")
                .collect(Collectors.joining(","));
        Path grant = file(Files.readString(Path.of(GRANT)).replace("\"trading-algorithm\", \"market-data\"", resources));
        assertThat(grant).content().hasSizeLessThan(CommandJws.MAX_PAYLOAD_BYTES).contains("\u20ac");
        refused(sign(grant.toString()), "this mesh takes 65536");
    }

    @Test
    void aNameThatIsNoSpiffeIdIsAWrongCommandLine() throws Exception {
        for (String name : List.of("admin", "spiffe://mesh.local", "spiffe://mesh.local/../operator/admin", "")) {
            Answer answer = sign("--as", name, GRANT);
            assertThat(answer.exit()).isEqualTo(Command.USAGE);
            assertThat(answer.complaint()).contains("--as", "SPIFFE id");
        }
        assertThat(sign().exit()).isEqualTo(Command.USAGE);
        assertThat(sign(GRANT, GRANT).exit()).isEqualTo(Command.USAGE);
        assertThat(sign("--set", "novalue", GRANT).exit()).isEqualTo(Command.USAGE);
    }

    @Test
    void withoutAMeshThereIsNothingToSignFor() throws Exception {
        refused(Terminal.type(new DataFolder(own.resolve("none")), "sign", GRANT), "there is no mesh in");
    }

    private static void refused(Answer answer, String... because) {
        assertThat(answer.exit()).as(answer.toString()).isEqualTo(Command.FAILED);
        assertThat(answer.out()).isEmpty();
        assertThat(answer.complaint()).startsWith("shieldwall: ");
        for (String word : because) {
            assertThat(answer.complaint()).contains(word);
        }
    }
}
