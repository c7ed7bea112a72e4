package dev.shieldwall.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.launcher.MeshAtRest;
import dev.shieldwall.launcher.Terminal;
import dev.shieldwall.launcher.Terminal.Answer;
import dev.shieldwall.launcher.folder.DataFolder;
import dev.shieldwall.model.capability.CapabilityId;
import dev.shieldwall.model.capability.Dimensions;
import dev.shieldwall.model.capability.RiskLevel;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.decision.Decision;
import dev.shieldwall.model.decision.Rejection;
import dev.shieldwall.model.receipt.Receipt;
import dev.shieldwall.model.session.SessionId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a script that asks {@code ./shieldwall verify} may rely on: 0 for what is genuine and permits, 1 for all else. */
class VerifyCommandTest {

    /** A receipt has about three thousand bytes; a test of the verifier tries each. */
    private static final int STRIDE = 41;

    private static final String ASKED = """
            {"holder":"spiffe://mesh.local/service/holder","dimensions":{"domain":"compute","operation":"execute"},
             "resources":["%s"]}
            """;

    @TempDir
    static Path folder;

    private static MeshAtRest mesh;

    @BeforeAll
    static void keysAndGenesis() throws IOException {
        mesh = MeshAtRest.in(folder.resolve("data"));
    }

    private static Answer verify(String... words) throws InterruptedException {
        return verifyIn(mesh.data(), words);
    }

    private static Answer verifyIn(DataFolder data, String... words) throws InterruptedException {
        return Terminal.type(data, Stream.concat(Stream.of("verify"), Arrays.stream(words)).toArray(String[]::new));
    }

    private static Decision.Granted grantedFor(Duration left) {
        return new Decision.Granted(
                MeshAtRest.HOLDER, mesh.genesis().tokenKey(), null, new Dimensions("compute", "execute", null, null, null),
                List.of("orders"), null, new SessionId(Bytes.wrap(new byte[SessionId.BYTES])),
                new CapabilityId(Bytes.wrap(new byte[CapabilityId.BYTES])), RiskLevel.CRITICAL, 0, List.of(),
                Instant.now().plus(left).toEpochMilli());
    }

    private static String file(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content).toString();
    }

    private static String receipt(Decision decision) throws IOException {
        return file("receipt.json", mesh.receipt(decision).toJson());
    }

    private static String asked(String resource) throws IOException {
        return file("expected.json", ASKED.formatted(resource).getBytes(StandardCharsets.UTF_8));
    }

    private static void notValid(Answer answer, String because) {
        assertThat(answer.exit()).as(answer.toString()).isEqualTo(Command.FAILED);
        assertThat(answer.complaint()).contains(because);
        assertThat(answer.out()).as("nothing that looks like a success").isEmpty();
    }

    @Test
    void aGenuineReceiptIsToldWithWhatItSays() throws Exception {
        Answer answer = verify(receipt(grantedFor(Duration.ofMinutes(1))));
        assertThat(answer.exit()).isEqualTo(Command.OK);
        assertThat(answer.out())
                .contains("GENUINE: decided by 3 of 4 replicas", "granted: compute-execute on [orders]",
                        MeshAtRest.HOLDER.value(), "height 1", mesh.genesis().chainId().toString());
        assertThat(answer.err()).isEmpty();
    }

    @Test
    void aDenialIsGenuineToo() throws Exception {
        Answer answer = verify(receipt(new Decision.Rejected(Rejection.NO_CAPABILITY, "nothing covers it")));
        assertThat(answer.exit()).isEqualTo(Command.OK);
        assertThat(answer.out()).contains("rejected: no-capability");
    }

    @Test
    void aChangedByteIsExitOneAndOneLine() throws Exception {
        byte[] genuine = mesh.receipt(grantedFor(Duration.ofMinutes(1))).toJson();
        for (int at = 0; at < genuine.length; at += STRIDE) {
            byte[] changed = genuine.clone();
            changed[at] ^= 1;
            notValid(verify(file("changed.json", changed)), "NOT VALID");
        }
        byte[] newline = Arrays.copyOf(genuine, genuine.length + 1);
        newline[genuine.length] = '\n';
        notValid(verify(file("changed.json", newline)), "NOT VALID");
        notValid(verify(file("changed.json", Arrays.copyOf(genuine, genuine.length - 1))), "NOT VALID");
        notValid(verify(file("changed.json", new byte[0])), "NOT VALID");
    }

    @Test
    void underTheGenesisOfAnotherMeshNothingIsGenuine() throws Exception {
        String receipt = receipt(grantedFor(Duration.ofMinutes(1)));
        MeshAtRest other = MeshAtRest.in(folder.resolve("other"));
        notValid(verifyIn(other.data(), receipt), "another mesh");
        notValid(verify("--trust", other.data().genesis().toString(), receipt), "another mesh");
        String own = mesh.data().genesis().toString();
        assertThat(verifyIn(other.data(), "--trust", own, receipt).exit()).isEqualTo(Command.OK);
    }

    @Test
    void aGenesisThatWasChangedIsNoTrust() throws Exception {
        String receipt = receipt(grantedFor(Duration.ofMinutes(1)));
        String text = Files.readString(mesh.data().genesis());
        String moved = file("moved.json", text.replace("\"createdAtMillis\":18", "\"createdAtMillis\":17")
                .getBytes(StandardCharsets.UTF_8));
        notValid(verify("--trust", moved, receipt), "another mesh");
        notValid(verify("--trust", file("loose.json", (text + "\n").getBytes(StandardCharsets.UTF_8)), receipt),
                "is not a genesis");
        notValid(verify("--trust", folder.resolve("absent.json").toString(), receipt), "no such file");
    }

    @Test
    void anExpectedOperationMayRunOnlyWithAValidGrantForIt() throws Exception {
        String valid = receipt(grantedFor(Duration.ofMinutes(1)));
        Answer may = verify("--expect", asked("orders"), valid);
        assertThat(may.exit()).isEqualTo(Command.OK);
        assertThat(may.out()).contains("VALID: the expected operation may run now");

        assertThat(verify("--expect", asked("payroll"), valid))
                .satisfies(answer -> mayNot(answer, "MISMATCH: granted for another resources"));
        assertThat(verify("--expect", asked("orders"), receipt(grantedFor(Duration.ofSeconds(-1)))))
                .satisfies(answer -> mayNot(answer, "EXPIRED at"));
        assertThat(verify("--expect", asked("orders"), receipt(new Decision.Rejected(Rejection.NO_CAPABILITY, "no"))))
                .satisfies(answer -> mayNot(answer, "DENIED"));
        assertThat(verify("--expect", asked("orders"), receipt(new Decision.Accepted())))
                .satisfies(answer -> mayNot(answer, "not of an authorization"));
    }

    private static void mayNot(Answer answer, String because) {
        assertThat(answer.exit()).isEqualTo(Command.FAILED);
        assertThat(answer.out()).contains("GENUINE", because).doesNotContain("may run");
    }

    @Test
    void aFaultyExpectationIsNotBlamedOnTheReceipt() throws Exception {
        String receipt = receipt(grantedFor(Duration.ofMinutes(1)));
        String faulty = file("faulty.json", "{\"holder\":\"nobody\"}".getBytes(StandardCharsets.UTF_8));
        notValid(verify("--expect", faulty, receipt), "faulty.json is not an expected request");
        notValid(verify("--expect", folder.resolve("absent.json").toString(), receipt), "no such file");
    }

    @Test
    void whatCannotBeAReceiptIsNotReadInFull() throws Exception {
        notValid(verify(file("long.json", new byte[Receipt.MAX_BYTES + 1])), "is longer than " + Receipt.MAX_BYTES);
        notValid(verify(folder.toString()), "no such file");
    }

    @Test
    void aWrongCommandLineIsToldApartFromAReceiptThatIsNotValid() throws Exception {
        assertThat(verify().exit()).isEqualTo(Command.USAGE);
        assertThat(verify("a", "b").exit()).isEqualTo(Command.USAGE);
        assertThat(verify("--trust").exit()).isEqualTo(Command.USAGE);
        assertThat(verify("--trusty", "a", "b").exit()).isEqualTo(Command.USAGE);
        notValid(verifyIn(new DataFolder(folder.resolve("none")), "receipt.json"), "there is no mesh in");
    }
}
