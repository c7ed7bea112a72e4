package dev.shieldwall.simulation;

import dev.shieldwall.consensus.core.Message;
import dev.shieldwall.simulation.clock.Schedule;
import dev.shieldwall.simulation.network.Network;
import dev.shieldwall.simulation.replica.SimulatedReplica;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Injects faults at random times until told to stop, then puts everything right. */
final class Faults {

    static final int MAX_SKEW_MILLIS = 90;
    private static final int MAX_DOWN_MILLIS = 2_000;
    private static final int MAX_LOSS_MILLIS = 80;
    private static final int LOSSES_OF_ANYBODY_ONE_IN = 20;
    private static final int STARVED_PERCENT = 70;
    private static final int MAX_PAUSE_MILLIS = 900;

    private static final List<Class<? extends Message>> KINDS = List.of(
            Message.PrePrepare.class, Message.Prepare.class, Message.Commit.class, Message.ViewChange.class,
            Message.NewView.class);

    private final Scenario scenario;
    private final Schedule schedule;
    private final Network network;
    private final Random random;
    private final List<SimulatedReplica> replicas;
    private @Nullable Class<? extends Message> starved;
    private boolean over;
    private int injected;

    Faults(Scenario scenario, Schedule schedule, Network network, Random random, List<SimulatedReplica> replicas) {
        this.scenario = scenario;
        this.schedule = schedule;
        this.network = network;
        this.random = random;
        this.replicas = replicas;
    }

    int injected() {
        return injected;
    }

    /** Messages of one kind get lost more often, but not on the way to a Byzantine replica. */
    boolean starves(Message message, SimulatedReplica to) {
        if (over || !to.isHonest()) {
            return false;
        }
        int percent = switch (message) {
            case Message.Prepare _ -> scenario.prepareLossPercent();
            case Message.Commit _ -> scenario.commitLossPercent();
            case Message.PrePrepare _, Message.ViewChange _, Message.NewView _, Message.Status _, Message.Fetch _,
                    Message.FetchBody _, Message.Body _, Message.Blocks _ -> 0;
        };
        boolean rare = starved != null && starved.isInstance(message);
        return random.nextInt(100) < Math.max(percent, rare ? STARVED_PERCENT : 0);
    }

    void begin() {
        replicas.forEach(replica -> replica.skew(random.nextInt(2 * MAX_SKEW_MILLIS) - MAX_SKEW_MILLIS));
        network.disturb(random.nextInt(8), random.nextInt(8), 4 + random.nextInt(14), 30 + random.nextInt(300));
        planNext();
        if (scenario.lostLogs()) {
            planLoss();
        }
    }

    /** At most f replicas at a time forget, mostly those that asked for a view which they did not enter yet. */
    private void planLoss() {
        schedule.in(1 + random.nextInt(MAX_LOSS_MILLIS), () -> {
            if (!over) {
                loseOne();
                planLoss();
            }
        });
    }

    private void loseOne() {
        boolean anybody = random.nextInt(LOSSES_OF_ANYBODY_ONE_IN) == 0;
        boolean enough = replicas.stream().filter(SimulatedReplica::isSilent).count() >= (replicas.size() - 1) / 3;
        replicas.stream()
                .filter(replica -> !enough && replica.isHonest() && replica.isUp() && !replica.isSilent())
                .filter(replica -> anybody || replica.isOutside())
                .findFirst()
                .ifPresent(replica -> {
                    replica.loseLog();
                    replica.start();
                });
    }

    private void planNext() {
        schedule.in(1 + random.nextInt(2 * scenario.calmMillis()), () -> {
            if (!over) {
                injected++;
                injectOne();
                planNext();
            }
        });
    }

    private void injectOne() {
        switch (random.nextInt(14)) {
            case 0, 1 -> crash(any());
            case 2 -> replicas.forEach(this::crash);
            case 3, 4 -> part();
            case 5 -> network.cutOneWay(random.nextInt(replicas.size()), random.nextInt(replicas.size()));
            case 6, 7 -> {
                network.heal();
                starved = null;
            }
            case 8 -> network.disturb(
                    random.nextInt(30), random.nextInt(20), 4 + random.nextInt(30), 30 + random.nextInt(700));
            case 9 -> any().pause(random.nextInt(MAX_PAUSE_MILLIS));
            case 10 -> any().skew(random.nextInt(2 * MAX_SKEW_MILLIS) - MAX_SKEW_MILLIS);
            case 11 -> any().cutLog();
            default -> starved = KINDS.get(random.nextInt(KINDS.size()));
        }
    }

    private SimulatedReplica any() {
        return replicas.get(random.nextInt(replicas.size()));
    }

    private void crash(SimulatedReplica replica) {
        if (replica.isUp()) {
            replica.crash();
            schedule.in(random.nextInt(MAX_DOWN_MILLIS), () -> startAgain(replica));
        }
    }

    private void startAgain(SimulatedReplica replica) {
        if (!replica.isUp()) {
            replica.start();
        }
    }

    private void part() {
        boolean[] side = new boolean[replicas.size()];
        if (random.nextBoolean()) {
            side[random.nextInt(side.length)] = true;
        } else {
            for (int i = 0; i < side.length; i++) {
                side[i] = random.nextBoolean();
            }
        }
        network.part(side);
    }

    void end() {
        over = true;
        network.heal();
        starved = null;
        network.disturb(0, 0, scenario.calmDelayMillis(), scenario.calmDelayMillis() + 6);
        replicas.forEach(this::startAgain);
    }
}
