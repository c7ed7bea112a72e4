package dev.shieldwall.service.projection;

import dev.shieldwall.client.ledger.BlockStream;
import dev.shieldwall.client.ledger.BrokenChainException;
import dev.shieldwall.client.ledger.LedgerClient;
import dev.shieldwall.model.codec.MalformedException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Follows the committed blocks in a thread of its own: stream, verify, apply. A database or replica that is away is
 * waited for. A chain that does not fit, or a handler that fails, stops it for good with an alarm: a read model that
 * skips a block is worse than one that stands still.
 */
public final class LogFollower implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(LogFollower.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

    private final LedgerClient ledger;
    private final ProjectionStore store;
    private final ProjectionProgress progress;
    /** Held while the database is used: an interrupt there would cut the connection in the middle of a block. */
    private final ReentrantLock writing = new ReentrantLock();
    private volatile @Nullable Thread thread;

    LogFollower(LedgerClient ledger, ProjectionStore store, ProjectionProgress progress) {
        this.ledger = ledger;
        this.store = store;
        this.progress = progress;
    }

    @Override
    public void start() {
        thread = Thread.ofVirtual().name("log-follower").start(this::run);
    }

    @Override
    public void stop() {
        Thread running = thread;
        thread = null;
        if (running != null) {
            try {
                interruptBetweenBlocks(running);
                running.join(STOP_PATIENCE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void interruptBetweenBlocks(Thread running) throws InterruptedException {
        boolean between = writing.tryLock(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        running.interrupt();
        if (between) {
            writing.unlock();
        }
    }

    @Override
    public boolean isRunning() {
        Thread running = thread;
        return running != null && running.isAlive();
    }

    private void run() {
        try {
            keepFollowing();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (BrokenChainException | ChainAlarmException e) {
            alarm(e);
        } catch (RuntimeException e) {
            alarm(e);
        }
    }

    private void alarm(Exception e) {
        progress.alarm(String.valueOf(e.getMessage()));
        log.error("the projection stands at height {} and will not go on", progress.height(), e);
    }

    private void keepFollowing() throws InterruptedException, BrokenChainException, ChainAlarmException {
        Duration pause = FIRST_PAUSE;
        long before = -1;
        while (true) {
            try {
                follow();
            } catch (RuntimeException e) {
                if (!DatabaseOutage.causes(e)) {
                    throw e;
                }
                progress.outage();
                if (progress.height() != before) {
                    pause = FIRST_PAUSE;
                    before = progress.height();
                    log.warn("the database is away at height {}: {}", before, e.getMessage());
                }
            }
            Thread.sleep(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }

    /** Until something fails or the position moved without us. Starts from what the database says, never from memory. */
    private void follow() throws InterruptedException, BrokenChainException, ChainAlarmException {
        ProjectionPosition position = load();
        try (BlockStream blocks = ledger.blocks(position.height() + 1, position.blockHash())) {
            while (true) {
                ProjectedBlock block = ProjectedBlock.of(blocks.next());
                if (!apply(block, position)) {
                    return;
                }
                position = new ProjectionPosition(block.height(), block.hash(), block.timeMillis());
                progress.reached(position);
            }
        } catch (MalformedException e) {
            throw new ChainAlarmException("a certified block cannot be read: " + e.getMessage(), e);
        }
    }

    private ProjectionPosition load() throws InterruptedException, ChainAlarmException {
        writing.lockInterruptibly();
        try {
            ProjectionPosition position = store.load();
            progress.reached(position);
            return position;
        } finally {
            writing.unlock();
        }
    }

    private boolean apply(ProjectedBlock block, ProjectionPosition before) throws InterruptedException {
        writing.lockInterruptibly();
        try {
            return store.apply(block, before);
        } finally {
            writing.unlock();
        }
    }
}
