package dev.shieldwall.launcher.demo;

import dev.shieldwall.launcher.folder.Refusal;
import dev.shieldwall.launcher.genesis.LocalGenesis;
import dev.shieldwall.model.audit.AuditDifference;
import dev.shieldwall.model.audit.AuditReport;
import dev.shieldwall.model.capability.Dimensions;
import dev.shieldwall.model.command.CapabilityCommand;
import dev.shieldwall.model.command.SessionCommand;
import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.model.decision.Decision;
import dev.shieldwall.model.decision.Rejection;
import dev.shieldwall.model.receipt.ExpectedRequest;
import dev.shieldwall.model.receipt.Receipt;
import dev.shieldwall.model.receipt.ReceiptRejectedException;
import dev.shieldwall.model.receipt.ReceiptVerifier;
import dev.shieldwall.model.receipt.Verdict;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Registers the service of the reference document, grants it a capability, opens a session, decides its critical
 * operation, verifies the receipt offline; then kills the primary and decides again; then changes a row of the audit
 * table behind the service's back and lets the check name it. Every step is a real call to the running mesh.
 */
public final class Demo {

    private static final Duration CATCH_UP = Duration.ofSeconds(30);

    private final DemoMesh mesh;
    private final Path examples;
    private final Path receiptFile;
    private final PrintStream out;
    private int step;

    public Demo(DemoMesh mesh, Path examples, Path receiptFile, PrintStream out) {
        this.mesh = mesh;
        this.examples = examples;
        this.receiptFile = receiptFile;
        this.out = out;
    }

    public void run() throws IOException, InterruptedException {
        register();
        grant();
        String session = establish();
        SignedCommand request = signed("critical-authorization.json", Map.of("sessionId", session));
        Receipt receipt = authorize(request);
        verifyOffline(receipt, request);
        failOver(session);
        tamper(receipt.header().height());
        out.println("\ndone. " + receiptFile + " stays; ./shieldwall verify " + receiptFile
                + " also works after ./shieldwall down");
    }

    private void register() throws IOException, InterruptedException {
        title("register the service of the reference document, with an attestation over its key");
        Receipt receipt = mesh.submit(signed("service-identity.json", Map.of()));
        boolean known = receipt.result().decision() instanceof Decision.Rejected rejected
                && rejected.code() == Rejection.IDENTITY_EXISTS;
        show(receipt);
        if (known) {
            out.println("   (the demo ran before on this data; the identity stands)");
        } else {
            requireNotRejected(receipt);
        }
    }

    private void grant() throws IOException, InterruptedException {
        title("the operator grants compute/execute on two resources, at risk critical");
        Receipt receipt = mesh.submit(signed("capability-grant.json", Map.of()));
        show(receipt);
        requireNotRejected(receipt);
    }

    private String establish() throws IOException, InterruptedException {
        title("the service opens a session of an hour with three nodes");
        SignedCommand command = signed("session-one-hour.json", Map.of());
        Receipt receipt = mesh.submit(command);
        show(receipt);
        requireNotRejected(receipt);
        return ((SessionCommand.Establish) command.payload().command()).sessionId().toString();
    }

    private Receipt authorize(SignedCommand request) throws IOException, InterruptedException {
        title("the service asks to run its critical operation");
        long start = System.nanoTime();
        Receipt receipt = mesh.submit(request);
        long millis = (System.nanoTime() - start) / 1_000_000;
        show(receipt);
        out.println("   answered in " + millis + " ms, receipt written to " + receiptFile);
        Files.write(receiptFile, receipt.toJson());
        if (!(receipt.result().decision() instanceof Decision.Granted)) {
            throw new Refusal("the operation was not granted");
        }
        return receipt;
    }

    private void verifyOffline(Receipt receipt, SignedCommand request) throws IOException {
        title("verify the receipt without any server, against the genesis alone");
        var asked = (CapabilityCommand.Authorize) request.payload().command();
        Dimensions dimensions = asked.capability().dimensions();
        var expected = new ExpectedRequest(
                request.payload().principal(), null, dimensions, asked.capability().resources(), null);
        try {
            ReceiptVerifier verifier = ReceiptVerifier.of(LocalGenesis.read(mesh.genesisFile()));
            Receipt read = Receipt.parse(Files.readAllBytes(receiptFile));
            Verdict verdict = verifier.verify(read, expected, System.currentTimeMillis());
            out.println("   " + verdict.getClass().getSimpleName().toUpperCase(java.util.Locale.ROOT)
                    + ": signed by replicas " + receipt.certificate().signerIndexes());
        } catch (ReceiptRejectedException | dev.shieldwall.model.codec.MalformedException e) {
            throw new Refusal("the receipt does not verify: " + e.getMessage());
        }
    }

    private void failOver(String session) throws IOException, InterruptedException {
        String primary = mesh.primary();
        title("kill the primary, " + primary + ", and decide again");
        mesh.kill(primary);
        long start = System.nanoTime();
        Receipt receipt =
                mesh.submit(signed("critical-authorization.json", Map.of("sessionId", session)));
        long millis = (System.nanoTime() - start) / 1_000_000;
        show(receipt);
        requireNotRejected(receipt);
        out.println("   decided " + millis + " ms after the kill, by replicas "
                + receipt.certificate().signerIndexes() + " in view " + receipt.certificate().view());
        mesh.start(primary);
        Duration caughtUp = mesh.awaitHeight(primary, receipt.header().height(), CATCH_UP);
        out.println("   " + primary + " is back at height " + receipt.header().height() + " or above, "
                + caughtUp.toMillis() + " ms after its start");
    }

    private void tamper(long minHeight) throws IOException, InterruptedException {
        title("change one row of the audit table behind the service's back");
        AuditReport before = mesh.auditCheck(minHeight);
        out.println("   check before: " + before.size() + " entries, intact " + before.intact());
        long index = before.size() - 1;
        String action = Objects.requireNonNull(mesh.auditTable().changeAction(index, "authorization_denied"));
        try {
            AuditReport changed = mesh.auditCheck(minHeight);
            AuditDifference difference = changed.differences().isEmpty() ? null : changed.differences().getFirst();
            report(difference, index);
        } finally {
            mesh.auditTable().changeAction(index, action);
        }
        out.println("   check after putting it back: intact " + mesh.auditCheck(minHeight).intact());
    }

    private void report(@Nullable AuditDifference difference, long index) {
        if (difference == null || difference.index() != index) {
            throw new Refusal("the check did not name the changed row " + index);
        }
        out.println("   check names it: entry " + difference.index() + ", " + difference.column() + " is '"
                + difference.found() + "', certified is '" + difference.expected() + "'");
    }

    private SignedCommand signed(String example, Map<String, String> values) throws IOException {
        return mesh.sign(Files.readString(examples.resolve(example)), values);
    }

    private void title(String text) {
        step++;
        out.println("\n" + step + ". " + text);
    }

    private void show(Receipt receipt) {
        out.println("   " + DecisionText.of(receipt.result().decision()));
        out.println("   height " + receipt.header().height() + ", certificate of replicas "
                + receipt.certificate().signerIndexes() + " over header " + receipt.header().hash());
    }

    private static void requireNotRejected(Receipt receipt) {
        if (receipt.result().decision() instanceof Decision.Rejected rejected) {
            throw new Refusal("refused: " + rejected.detail());
        }
    }
}
