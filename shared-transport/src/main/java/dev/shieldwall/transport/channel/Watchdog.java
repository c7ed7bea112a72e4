package dev.shieldwall.transport.channel;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** One daemon thread for all deadlines. What it runs must not block; closing a socket does not. */
final class Watchdog implements AutoCloseable {

    /** Something that will happen unless it is called off. */
    record Watch(Future<?> future) implements AutoCloseable {

        static final Watch NONE = new Watch(CompletableFuture.completedFuture(null));

        @Override
        public void close() {
            future.cancel(false);
        }
    }

    private final ScheduledThreadPoolExecutor timer;

    Watchdog() {
        timer = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("channel-watchdog").factory());
        timer.setRemoveOnCancelPolicy(true);
        timer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy()); // after close: nobody watches any more
    }

    Watch after(Duration delay, Runnable action) {
        return new Watch(timer.schedule(action, delay.toMillis(), TimeUnit.MILLISECONDS));
    }

    Watch every(Duration interval, Runnable action) {
        long millis = interval.toMillis();
        return new Watch(timer.scheduleAtFixedRate(action, millis, millis, TimeUnit.MILLISECONDS));
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
