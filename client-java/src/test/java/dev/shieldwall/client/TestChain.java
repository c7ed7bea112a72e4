package dev.shieldwall.client;

import dev.shieldwall.model.block.BlockHeader;
import dev.shieldwall.model.block.CertifiedBlock;
import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.model.decision.CommandId;
import dev.shieldwall.model.receipt.Receipt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What honest replicas agree on: certified blocks that grow, and the receipt of each command in them. */
public final class TestChain {

    private final TestMesh mesh;
    private final List<CertifiedBlock> blocks = new ArrayList<>();
    private final Map<CommandId, Receipt> receipts = new HashMap<>();

    public TestChain(TestMesh mesh) {
        this.mesh = mesh;
    }

    public TestMesh mesh() {
        return mesh;
    }

    /** Accepts the commands in one block; a command that is in the chain already is not executed again. */
    public synchronized CertifiedBlock commit(SignedCommand... commands) {
        CertifiedBlock block = mesh.accepted(tip(), commands);
        append(block);
        return block;
    }

    public synchronized void append(CertifiedBlock block) {
        blocks.add(block);
        for (int i = 0; i < block.results().size(); i++) {
            receipts.put(block.results().get(i).commandId(), Receipt.of(block, i));
        }
        notifyAll();
    }

    public synchronized Receipt decide(SignedCommand command) {
        CommandId id = command.payload().commandId();
        if (!receipts.containsKey(id)) {
            commit(command);
        }
        return receipt(id).orElseThrow();
    }

    public synchronized Optional<Receipt> receipt(CommandId id) {
        return Optional.ofNullable(receipts.get(id));
    }

    /** As {@link #receipt}, by the text form of the id. */
    public synchronized Optional<Receipt> receiptOf(String id) {
        return receipts.entrySet().stream()
                .filter(entry -> entry.getKey().toString().equals(id))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    public synchronized CertifiedBlock block(long height) {
        return blocks.get((int) height - 1);
    }

    public synchronized int size() {
        return blocks.size();
    }

    /** The header of the last block, null before the first. */
    public synchronized @Nullable BlockHeader tip() {
        return blocks.isEmpty() ? null : blocks.getLast().header();
    }

    /** Waits for the block at {@code height}; empty when it does not come in time. */
    public synchronized Optional<CertifiedBlock> await(long height, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (blocks.size() < height) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return Optional.empty();
            }
            wait(left);
        }
        return Optional.of(block(height));
    }
}
