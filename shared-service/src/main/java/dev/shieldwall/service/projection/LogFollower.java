package dev.shieldwall.service.projection;

import dev.shieldwall.client.ledger.BlockStream;
import dev.shieldwall.client.ledger.BrokenChainException;
import dev.shieldwall.client.ledger.LedgerClient;
import dev.shieldwall.model.block.CertifiedBlock;
import dev.shieldwall.service.problem.DatabaseOutage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
    /** Held while the database is used: an interrupt there would cut the connection in the middle of a transaction. */
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
        Optional<ProjectionPosition> position = Optional.of(load());
        try (BlockStream blocks = ledger.blocks(position.get().height() + 1, position.get().blockHash())) {
            while (position.isPresent()) {
                position = apply(ArrivedBlocks.from(blocks.next(), blocks::poll), position.get());
            }
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

    /** Where blocks fail together each is tried alone, so that those before the one at fault stay and it is named. */
    private Optional<ProjectionPosition> apply(List<CertifiedBlock> blocks, ProjectionPosition before)
            throws InterruptedException {
        try {
            return write(blocks, before);
        } catch (RuntimeException e) {
            if (blocks.size() == 1 || DatabaseOutage.causes(e)) {
                throw e;
            }
            log.warn("{} blocks after height {} failed together: {}", blocks.size(), before.height(), e.getMessage());
        }
        Optional<ProjectionPosition> position = Optional.of(before);
        for (int i = 0; i < blocks.size() && position.isPresent(); i++) {
            position = write(List.of(blocks.get(i)), position.get());
        }
        return position;
    }

    private Optional<ProjectionPosition> write(List<CertifiedBlock> blocks, ProjectionPosition before)
            throws InterruptedException {
        writing.lockInterruptibly();
        try {
            Optional<ProjectionPosition> after = store.apply(blocks, before);
            after.ifPresent(progress::reached);
            return after;
        } finally {
            writing.unlock();
        }
    }
}
