package dev.shieldwall.client.ledger;

import dev.shieldwall.model.block.BlockHeader;
import dev.shieldwall.model.block.CertificateRejectedException;
import dev.shieldwall.model.block.CertifiedBlock;
import dev.shieldwall.model.block.ReplicaKeys;
import dev.shieldwall.model.codec.Hash;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The committed blocks in order, without end, each verified: certificate, commands and results under the header's
 * roots, and the parent. A replica whose stream breaks, stalls or lies is left for the next one.
 *
 * <p>For one thread. {@link #next} ends by interruption.
 */
public final class BlockStream implements AutoCloseable {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final HttpClient http;
    private final LedgerSettings settings;
    private final ReplicaKeys keys;
    private final List<ReplicaTally> replicas;
    private long height;
    private Hash parent;
    private int current;
    private int failuresInARow;
    private @Nullable BlockConnection connection;

    BlockStream(LedgerClient client, long from, Hash parent, int firstReplica) {
        this.http = client.http();
        this.settings = client.settings();
        this.keys = client.keys();
        this.replicas = client.tallies();
        this.height = from;
        this.parent = parent;
        this.current = firstReplica;
    }

    /** Waits for the next block. */
    public CertifiedBlock next() throws InterruptedException, BrokenChainException {
        while (true) {
            BlockConnection open = connection == null ? connect() : connection;
            if (open == null) {
                continue;
            }
            switch (open.poll(settings.idleTimeout())) {
                case null -> leave(false, "no block for " + settings.idleTimeout());
                case BlockConnection.Ended(String reason, boolean lied) -> leave(lied, reason);
                case BlockConnection.Arrived(CertifiedBlock block) -> {
                    if (accept(block)) {
                        return block;
                    }
                }
            }
        }
    }

    /**
     * The next block if it has arrived already and is in order; null, at once, if not. What is wrong with one that is
     * not in order, {@link #next} finds.
     */
    public @Nullable CertifiedBlock poll() {
        if (connection != null
                && connection.peek() instanceof BlockConnection.Arrived(CertifiedBlock block)
                && lie(block) == null
                && block.header().parentHash().equals(parent)) {
            connection.takePeeked();
            advance(block.header());
            return block;
        }
        return null;
    }

    private boolean accept(CertifiedBlock block) throws BrokenChainException {
        BlockHeader header = block.header();
        String lie = lie(block);
        if (lie != null) {
            leave(true, lie);
            return false;
        }
        if (!header.parentHash().equals(parent)) {
            throw new BrokenChainException(
                    "certified block " + height + " names parent " + header.parentHash() + ", ours is " + parent);
        }
        advance(header);
        return true;
    }

    /** Why no honest replica sends this block next; null when one may. */
    private @Nullable String lie(CertifiedBlock block) {
        try {
            block.verify(keys);
        } catch (CertificateRejectedException e) {
            return String.valueOf(e.getMessage());
        }
        long sent = block.header().height();
        return sent == height ? null : "height " + sent + " where " + height + " is next";
    }

    private void advance(BlockHeader header) {
        height++;
        parent = header.hash();
        failuresInARow = 0;
    }

    private @Nullable BlockConnection connect() throws InterruptedException {
        pauseAfterFailures();
        ReplicaTally replica = replicas.get(current);
        try {
            connection = BlockConnection.open(http, replica.replica(), height, settings.idleTimeout());
            return connection;
        } catch (IOException e) {
            leave(false, e.toString());
            return null;
        }
    }

    /** The first round over all replicas is quick; then each try waits longer. */
    private void pauseAfterFailures() throws InterruptedException {
        int rounds = failuresInARow / replicas.size();
        if (rounds > 0) {
            Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(rounds - 1, 10));
            Thread.sleep(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause);
        }
    }

    private void leave(boolean lied, @Nullable String reason) {
        ReplicaTally replica = replicas.get(current);
        if (lied) {
            replica.forged("block stream: " + reason);
        } else {
            replica.failed();
        }
        close();
        failuresInARow++;
        current = (current + 1) % replicas.size();
    }

    @Override
    public void close() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }
}
