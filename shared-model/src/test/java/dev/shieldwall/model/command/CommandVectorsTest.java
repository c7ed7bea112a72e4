package dev.shieldwall.model.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.crypto.signature.Ed25519PublicKey;
import dev.shieldwall.crypto.signature.SignatureRejectedException;
import dev.shieldwall.model.Golden;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.JsonCodec;
import dev.shieldwall.model.codec.MalformedException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Runs vectors/command-json.json, and checks that it holds the cases of {@link CommandVectors}. */
class CommandVectorsTest {

    private static final Path FILE = Path.of("..", "vectors", "command-json.json");

    record Vectors(
            String description, Bytes key, List<CommandVectors.PayloadCase> payloads,
            List<CommandVectors.JwsCase> commands) {}

    private static Vectors vectors() throws Exception {
        return JsonCodec.of(Vectors.class).decode(Files.readAllBytes(FILE));
    }

    /** One case a line, so that a change is easy to read. */
    private static <T> String lines(Class<T> type, List<T> cases) {
        JsonCodec<T> codec = JsonCodec.of(type);
        return cases.stream()
                .map(one -> new String(codec.encode(one), StandardCharsets.UTF_8))
                .collect(Collectors.joining(",\n"));
    }

    @Test
    void theFileHoldsTheCases() throws Exception {
        Golden.check(FILE, """
                {"description":"Payloads and compact JWS of the command profile, see docs/protocol/json.md. A payload is \
                given as text or, where it is not text, as bytes in base64url. A command is accepted if it is well-formed \
                and its signature is by key.",
                "key":"%s",
                "payloads":[
                %s
                ],
                "commands":[
                %s
                ]}
                """.formatted(
                Bytes.of(CommandVectors.SIGNER.publicKey().bytes()).toBase64Url(),
                lines(CommandVectors.PayloadCase.class, CommandVectors.payloads()),
                lines(CommandVectors.JwsCase.class, CommandVectors.commands())));
    }

    @Test
    void namesAreUnique() throws Exception {
        assertThat(vectors().payloads()).extracting(CommandVectors.PayloadCase::name).doesNotHaveDuplicates();
        assertThat(vectors().commands()).extracting(CommandVectors.JwsCase::name).doesNotHaveDuplicates();
    }

    @Test
    void payloadsAreAcceptedAndRefusedAsTheFileSays() throws Exception {
        JsonCodec<CommandPayload> codec = JsonCodec.of(CommandPayload.class);
        for (CommandVectors.PayloadCase one : vectors().payloads()) {
            byte[] input = one.text() != null
                    ? one.text().getBytes(StandardCharsets.UTF_8)
                    : assertThat(one.bytes()).isNotNull().actual().toArray();
            try {
                CommandPayload payload = codec.decode(input);
                assertThat(one.accept()).as("accepted: %s", one.name()).isTrue();
                assertThat(new String(codec.encode(payload), StandardCharsets.UTF_8))
                        .as(one.name()).isEqualTo(one.canonical());
            } catch (MalformedException e) {
                assertThat(one.accept()).as("refused: %s: %s", one.name(), e.getMessage()).isFalse();
            }
        }
    }

    @Test
    void commandsAreAcceptedAndRefusedAsTheFileSays() throws Exception {
        Vectors vectors = vectors();
        Ed25519PublicKey key = Ed25519PublicKey.of(vectors.key().toArray());
        for (CommandVectors.JwsCase one : vectors.commands()) {
            try {
                CommandJws.parse(one.jws().getBytes(StandardCharsets.UTF_8), 65_536).verify(key);
                assertThat(one.accept()).as("accepted: %s", one.name()).isTrue();
            } catch (MalformedException | SignatureRejectedException e) {
                assertThat(one.accept()).as("refused: %s: %s", one.name(), e.getMessage()).isFalse();
            }
        }
    }
}
