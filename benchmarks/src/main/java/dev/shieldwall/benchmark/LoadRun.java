package dev.shieldwall.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/** Callers that each ask again as soon as they are answered, for a fixed time. */
final class LoadRun {

    private static final Duration TICK = Duration.ofSeconds(5);

    private final List<Caller> callers;
    private final List<Endpoint> endpoints;
    private final LongAdder done = new LongAdder();
    private final LongAdder failed = new LongAdder();

    /** @param endpoints caller i uses endpoint i modulo their number */
    LoadRun(List<Caller> callers, List<Endpoint> endpoints) {
        this.callers = List.copyOf(callers);
        this.endpoints = List.copyOf(endpoints);
    }

    /** What one run showed. */
    record Outcome(Latencies latencies, double opsPerSecond, long failures) {}

    Outcome run(Duration length, PrintStream progress) throws InterruptedException {
        var stop = new AtomicBoolean();
        var ended = new CountDownLatch(callers.size());
        var all = new ArrayList<Latencies>();
        long doneBefore = done.sum();
        long failedBefore = failed.sum();
        long start = System.nanoTime();
        for (int i = 0; i < callers.size(); i++) {
            Caller caller = callers.get(i);
            Endpoint endpoint = endpoints.get(i % endpoints.size());
            var latencies = new Latencies();
            all.add(latencies);
            Thread.ofVirtual().start(() -> {
                try {
                    ask(caller, endpoint, latencies, stop);
                } finally {
                    ended.countDown();
                }
            });
        }
        watch(length, progress);
        stop.set(true);
        long nanos = System.nanoTime() - start;
        long count = done.sum() - doneBefore;
        ended.await();
        var merged = new Latencies();
        all.forEach(merged::merge);
        return new Outcome(merged, count / (nanos / 1e9), failed.sum() - failedBefore);
    }

    private void watch(Duration length, PrintStream progress) throws InterruptedException {
        long end = System.nanoTime() + length.toNanos();
        long before = done.sum();
        for (long left = length.toNanos(); left > 0; left = end - System.nanoTime()) {
            long nap = Math.min(left, TICK.toNanos());
            Thread.sleep(Duration.ofNanos(nap));
            long now = done.sum();
            progress.printf("    %6.0f op/s, %d failed%n", (now - before) / (nap / 1e9), failed.sum());
            before = now;
        }
    }

    private void ask(Caller caller, Endpoint endpoint, Latencies latencies, AtomicBoolean stop) {
        while (!stop.get()) {
            long start = System.nanoTime();
            try {
                endpoint.allowed(caller.critical());
                latencies.add(System.nanoTime() - start);
                done.increment();
            } catch (IOException e) {
                failed.increment();
            }
        }
    }
}
