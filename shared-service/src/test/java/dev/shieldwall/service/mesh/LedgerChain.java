package dev.shieldwall.service.mesh;

import dev.shieldwall.client.TestMesh;
import dev.shieldwall.ledger.BlockContext;
import dev.shieldwall.ledger.BlockOutcome;
import dev.shieldwall.ledger.DirectSignatureCheck;
import dev.shieldwall.ledger.Ledger;
import dev.shieldwall.ledger.LedgerState;
import dev.shieldwall.model.block.BlockHeader;
import dev.shieldwall.model.block.CertifiedBlock;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.model.replica.ReplicaSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides commands by the real ledger and certifies each block with real votes; no consensus. Thread-safe. */
public final class LedgerChain {

    private final TestMesh mesh;
    private final List<CertifiedBlock> blocks = new ArrayList<>();
    private LedgerState state;
    private long aheadMillis;

    public LedgerChain(TestMesh mesh) {
        this.mesh = mesh;
        this.state = Ledger.genesis(mesh.genesis());
    }

    public TestMesh mesh() {
        return mesh;
    }

    /** Blocks from now on are so much later than they would have been. */
    public synchronized void later(Duration by) {
        aheadMillis += by.toMillis();
    }

    /** Decides {@code commands} in one block; fails when one of them may not stand in it. */
    public synchronized CertifiedBlock commit(SignedCommand... commands) {
        Hash parent = blocks.isEmpty() ? mesh.chainId() : blocks.getLast().header().hash();
        long time = Math.max(System.currentTimeMillis() + aheadMillis, state.timeMillis() + 1);
        long height = state.height() + 1;
        int builder = (int) (height % TestMesh.REPLICAS);
        Ledger.Selection selection = Ledger.select(
                state, new BlockContext(height, time, parent, builder), List.of(commands), new DirectSignatureCheck());
        if (!selection.dropped().isEmpty()) {
            throw new IllegalArgumentException("refused: " + selection.dropped());
        }
        BlockOutcome.Executed executed = selection.executed();
        List<Bytes> signed = selection.taken().stream().map(SignedCommand::jws).toList();
        ReplicaSet set = mesh.genesis().replicaSet();
        var header = new BlockHeader(
                mesh.chainId(), set.epoch(), height, parent, executed.batchRoot(), executed.stateRoot(),
                executed.resultsRoot(), executed.auditSize(), executed.auditRoot(), set.hash(), set.hash(), time, builder);
        CertifiedBlock block = mesh.certified(header, signed, executed.results(), 0, 1, 2);
        state = executed.state();
        blocks.add(block);
        notifyAll();
        return block;
    }

    public synchronized long height() {
        return blocks.size();
    }

    public synchronized CertifiedBlock block(long height) {
        return blocks.get((int) height - 1);
    }

    /** The block at {@code height}, waiting for it; empty when it is not there after {@code millis}. */
    synchronized Optional<CertifiedBlock> await(long height, long millis) throws InterruptedException {
        long end = System.currentTimeMillis() + millis;
        while (blocks.size() < height) {
            long left = end - System.currentTimeMillis();
            if (left <= 0) {
                return Optional.empty();
            }
            wait(left);
        }
        return Optional.of(block(height));
    }

    /** The block that decided {@code command}, if one did. */
    synchronized Optional<CertifiedBlock> decided(SignedCommand command) {
        return blocks.stream().filter(block -> block.commands().contains(command.jws())).findFirst();
    }
}
