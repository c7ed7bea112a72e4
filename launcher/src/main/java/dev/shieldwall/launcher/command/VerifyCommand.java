package dev.shieldwall.launcher.command;

import dev.shieldwall.launcher.demo.DecisionText;
import dev.shieldwall.launcher.folder.Refusal;
import dev.shieldwall.launcher.genesis.LocalGenesis;
import dev.shieldwall.model.codec.JsonCodec;
import dev.shieldwall.model.codec.MalformedException;
import dev.shieldwall.model.genesis.Genesis;
import dev.shieldwall.model.receipt.ExpectedRequest;
import dev.shieldwall.model.receipt.Receipt;
import dev.shieldwall.model.receipt.ReceiptRejectedException;
import dev.shieldwall.model.receipt.ReceiptVerifier;
import dev.shieldwall.model.receipt.Verdict;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Verifies a receipt with nothing running, against a genesis of the verifier's own. Without {@code --expect} it says
 * whether the receipt is genuine; with it, whether the operation asked for may run now.
 */
public final class VerifyCommand implements Command {

    private static final JsonCodec<ExpectedRequest> EXPECTED = JsonCodec.of(ExpectedRequest.class);

    @Override
    public String name() {
        return "verify";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        Options options = Options.parse(invocation.arguments(), Set.of(), Set.of("--trust", "--expect"));
        Path file = Path.of(options.only("receipt file"));
        Path trust = options.value("--trust").map(Path::of).orElseGet(() -> Trust.local(invocation.data()).file());
        requireFile(trust);
        Genesis genesis = LocalGenesis.read(trust);
        Optional<ExpectedRequest> expected = expectation(options);
        try {
            Receipt receipt = Receipt.parse(bounded(file, Receipt.MAX_BYTES));
            ReceiptVerifier verifier = ReceiptVerifier.of(genesis);
            verifier.verify(receipt);
            print(invocation.out(), receipt, genesis, trust);
            return expected.isEmpty() ? OK : compare(invocation.out(), verifier, receipt, expected.get());
        } catch (MalformedException e) {
            throw new Refusal("NOT VALID: " + file + " is not a receipt: " + e.getMessage());
        } catch (ReceiptRejectedException e) {
            throw new Refusal("NOT VALID: " + e.getMessage());
        }
    }

    /** Read before the receipt, so that a fault in it is never told as a fault of the receipt. */
    private static Optional<ExpectedRequest> expectation(Options options) throws IOException {
        Optional<String> file = options.value("--expect");
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(EXPECTED.decode(bounded(Path.of(file.get()), Receipt.MAX_BYTES)));
        } catch (MalformedException e) {
            throw new Refusal(file.get() + " is not an expected request: " + e.getMessage());
        }
    }

    private static int compare(PrintStream out, ReceiptVerifier verifier, Receipt receipt, ExpectedRequest expected)
            throws ReceiptRejectedException {
        Verdict verdict = verifier.verify(receipt, expected, System.currentTimeMillis());
        return switch (verdict) {
            case Verdict.Valid _ -> {
                out.println("VALID: the expected operation may run now");
                yield OK;
            }
            case Verdict.Expired(var granted) -> {
                out.println("EXPIRED at " + Instant.ofEpochMilli(granted.validUntilMillis()));
                yield FAILED;
            }
            case Verdict.Mismatch(_, var what) -> {
                out.println("MISMATCH: granted for another " + what);
                yield FAILED;
            }
            case Verdict.Denied _ -> {
                out.println("DENIED: the mesh refused");
                yield FAILED;
            }
            case Verdict.Recorded _ -> {
                out.println("MISMATCH: the receipt is not of an authorization");
                yield FAILED;
            }
        };
    }

    private static void print(PrintStream out, Receipt receipt, Genesis genesis, Path trust) {
        out.println("GENUINE: decided by " + receipt.certificate().signatures().size() + " of "
                + genesis.replicaSet().size() + " replicas (" + genesis.replicaSet().quorum()
                + " needed), BYZANTINE assurance");
        out.println("  decision   " + DecisionText.of(receipt.result().decision()));
        out.println("  principal  " + receipt.result().principal());
        out.println("  command    " + receipt.result().commandId());
        out.println("  block      height " + receipt.header().height() + ", "
                + Instant.ofEpochMilli(receipt.header().timeMillis()) + ", built by replica "
                + receipt.header().builder());
        out.println("  signed by  replicas " + receipt.certificate().signerIndexes() + " in view "
                + receipt.certificate().view());
        out.println("  trust      " + trust + " (chain " + genesis.chainId() + ")");
    }

    private static void requireFile(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new Refusal("no such file: " + file);
        }
    }

    private static byte[] bounded(Path file, int mostBytes) throws IOException {
        requireFile(file);
        if (Files.size(file) > mostBytes) {
            throw new Refusal(file + " is longer than " + mostBytes + " bytes");
        }
        return Files.readAllBytes(file);
    }
}
