package dev.shieldwall.launcher.mesh;

import dev.shieldwall.launcher.process.Journal;
import dev.shieldwall.launcher.process.Supervisor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the start-up caches while the mesh starts for the first time: lets the chosen processes work for a moment,
 * ends their recordings, and starts them again. A JVM that wrote a recording stood still for seconds and keeps the
 * memory that it took; it should not go on to serve.
 */
final class CacheTraining {

    /** Healthy rounds of the supervisor before recordings are ended. */
    private static final int ROUNDS_OF_WORK = 2;

    private final MeshPlan plan;
    private final Supervisor supervisor;
    private final Journal journal;
    private final List<String> recorders;
    private int healthyRounds;
    private boolean begun;
    private volatile boolean pending;

    CacheTraining(MeshPlan plan, Supervisor supervisor, Journal journal) {
        this.plan = plan;
        this.supervisor = supervisor;
        this.journal = journal;
        this.recorders = plan.recorders().stream()
                .filter(name -> plan.cache(name).filter(StartCache::missing).isPresent())
                .toList();
        this.pending = !recorders.isEmpty();
    }

    /** True until the trained processes were told to start again; until then the first start is not over. */
    boolean pending() {
        return pending;
    }

    /** Called after each probe with how the mesh is. */
    void observe(boolean allHealthy) {
        healthyRounds = allHealthy ? healthyRounds + 1 : 0;
        if (pending && !begun && healthyRounds >= ROUNDS_OF_WORK) {
            begun = true;
            Thread.ofPlatform().daemon().name("training").start(this::train);
        }
    }

    private void train() {
        try {
            var trainings = new ArrayList<Thread>();
            for (String name : recorders) {
                trainings.add(Thread.ofPlatform().daemon().name("training " + name).start(() -> train(name)));
            }
            for (Thread training : trainings) {
                training.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            pending = false;
        }
    }

    private void train(String name) {
        try {
            boolean made = plan.cache(name).orElseThrow().finish(supervisor.pid(name));
            journal.write((made ? "made" : "could not make") + " the start-up cache of " + name);
            supervisor.restart(name);
        } catch (IOException e) {
            journal.write("could not make the start-up cache of " + name + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
