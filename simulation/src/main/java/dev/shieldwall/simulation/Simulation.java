package dev.shieldwall.simulation;

import dev.shieldwall.consensus.core.Message;
import dev.shieldwall.consensus.core.MessageCodec;
import dev.shieldwall.consensus.core.MessageRejectedException;
import dev.shieldwall.consensus.core.MessageVerifier;
import dev.shieldwall.consensus.core.Verified;
import dev.shieldwall.consensus.sync.Amnesia;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.MalformedException;
import dev.shieldwall.model.genesis.ConsensusParameters;
import dev.shieldwall.simulation.adversary.Adversary;
import dev.shieldwall.simulation.check.Checker;
import dev.shieldwall.simulation.check.Violation;
import dev.shieldwall.simulation.clock.Schedule;
import dev.shieldwall.simulation.keys.GroupKeys;
import dev.shieldwall.simulation.machine.Machine;
import dev.shieldwall.simulation.network.Network;
import dev.shieldwall.simulation.replica.CoreFactory;
import dev.shieldwall.simulation.replica.SimulatedReplica;
import dev.shieldwall.simulation.replica.World;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Runs one scenario: first faults of all kinds while commands come in, then calm, in which every command must commit.
 * One thread and one source of randomness, so a seed is a run.
 */
public final class Simulation {

    private static final long RESUBMIT_MILLIS = 500;
    private static final long MISCHIEF_MILLIS = 150;
    private static final long QUESTION_MILLIS = 100;
    private static final long EXPIRY_MILLIS = 50;
    private static final long PRECISION_MILLIS = 200;

    private final Scenario scenario;
    private final Random random;
    private final Schedule schedule = new Schedule(GroupKeys.GENESIS_MILLIS + 1_000);
    private final Network network;
    private final Checker checker;
    private final MessageVerifier verifier;
    private final CoreFactory cores;
    /** Verified before, by sender and bytes: a message that is sent again costs nothing. */
    private final Map<Sent, Verified> verified = new HashMap<>();
    private final List<SimulatedReplica> replicas = new ArrayList<>();
    private final Faults faults;
    private int submitted;
    private long calmFrom = Long.MAX_VALUE;
    private long fingerprint;

    private record Sent(int from, Bytes bytes) {}

    private Simulation(Scenario scenario, CoreFactory cores) {
        this.scenario = scenario;
        this.cores = cores;
        this.random = new Random(scenario.seed());
        int n = scenario.replicas();
        var keys = new GroupKeys(
                n, new ConsensusParameters(300, PRECISION_MILLIS, 300, 2_000, scenario.rotationBlocks()));
        this.network = new Network(n, schedule, random);
        this.verifier = keys.verifier();
        boolean[] honest = new boolean[n];
        Arrays.fill(honest, true);
        var liars = new Adversary[n];
        for (var tricks : scenario.tricks()) {
            int liar;
            do {
                liar = random.nextInt(n);
            } while (!honest[liar]);
            honest[liar] = false;
            liars[liar] = new Adversary(tricks, keys, liar, random);
        }
        this.checker = new Checker(keys, honest, this::latestHonestClock);
        var world = new World(schedule, random, keys, checker, cores, new Links());
        for (int i = 0; i < n; i++) {
            replicas.add(new SimulatedReplica(i, world, liars[i]));
        }
        this.faults = new Faults(scenario, schedule, network, random, replicas);
    }

    /** No block of an honest primary can be dated later than this. */
    private long latestHonestClock() {
        return schedule.nowMillis() + Faults.MAX_SKEW_MILLIS + PRECISION_MILLIS;
    }

    public static Outcome run(Scenario scenario, CoreFactory cores) {
        return new Simulation(scenario, cores).run();
    }

    private Outcome run() {
        Optional<Violation> violation = Optional.empty();
        try {
            chaos();
            calm();
        } catch (Violation broken) {
            violation = Optional.of(broken);
        } catch (IllegalStateException | IllegalArgumentException broken) {
            violation = Optional.of(new Violation("crash", String.valueOf(broken)));
        }
        int viewChanges = replicas.stream().mapToInt(SimulatedReplica::viewChanges).sum();
        return new Outcome(scenario.seed(), violation, checker.height(), faults.injected(), viewChanges,
                Math.max(0, schedule.nowMillis() - calmFrom), fingerprint);
    }

    private void chaos() {
        replicas.forEach(SimulatedReplica::start);
        faults.begin();
        long end = schedule.nowMillis() + scenario.chaosMillis();
        long step = scenario.chaosMillis() / scenario.commands();
        everySoOften(step, end, this::submitNext);
        everySoOften(MISCHIEF_MILLIS, Long.MAX_VALUE, () -> replicas.forEach(SimulatedReplica::mischief));
        if (scenario.lostLogs()) {
            everySoOften(QUESTION_MILLIS, Long.MAX_VALUE, () -> replicas.forEach(SimulatedReplica::ask));
        }
        if (scenario.commandLifeMillis() > 0) {
            everySoOften(EXPIRY_MILLIS, Long.MAX_VALUE,
                    () -> replicas.forEach(replica -> replica.dropExpired(scenario.commandLifeMillis())));
        }
        runUntil(end);
    }

    private void calm() {
        faults.end();
        calmFrom = schedule.nowMillis();
        long end = schedule.nowMillis() + scenario.livenessMillis();
        everySoOften(RESUBMIT_MILLIS, end, this::resubmit);
        while (!isDone()) {
            if (schedule.nowMillis() > end && !scenario.mustRecover()) {
                return;
            }
            if (schedule.nowMillis() > end) {
                throw new Violation("liveness", "height " + checker.height() + ", replicas at "
                        + replicas.stream().map(SimulatedReplica::height).toList());
            }
            schedule.runNext();
        }
    }

    private boolean isDone() {
        long height = checker.height();
        return replicas.stream().allMatch(replica -> !replica.isHonest() || replica.height() == height)
                && pending().isEmpty();
    }

    private List<Bytes> pending() {
        List<Bytes> pending = new ArrayList<>();
        for (int i = 0; i < submitted; i++) {
            Bytes command = Machine.command(i);
            if (!checker.hasExecuted(command)) {
                pending.add(command);
            }
        }
        return pending;
    }

    private void submitNext() {
        Bytes command = Machine.command(submitted++);
        replicas.stream().filter(_ -> random.nextInt(4) > 0).toList().forEach(replica -> replica.submit(command));
    }

    private void resubmit() {
        List<Bytes> pending = pending();
        replicas.forEach(replica -> pending.forEach(replica::submit));
    }

    private void everySoOften(long millis, long until, Runnable action) {
        schedule.in(millis, () -> {
            if (schedule.nowMillis() <= until) {
                action.run();
                everySoOften(millis, until, action);
            }
        });
    }

    private void runUntil(long end) {
        while (schedule.nowMillis() < end) {
            schedule.runNext();
        }
    }

    private final class Links implements World.Wire {

        @Override
        public void send(int from, List<Integer> to, Message message) {
            transmit(from, to, message);
        }

        @Override
        public void ask(int from, Amnesia asking) {
            for (SimulatedReplica peer : replicas) {
                network.send(from, peer.index(), () -> peer.committedHeight().ifPresent(height ->
                        network.send(peer.index(), from, () -> asking.answered(peer.index(), height))));
            }
        }
    }

    /** Over the wire go bytes; what comes out is verified once, because the answer is the same for every receiver. */
    private void transmit(int from, List<Integer> to, Message message) {
        byte[] bytes = MessageCodec.encode(message);
        fingerprint = 31 * fingerprint + Arrays.hashCode(bytes) + schedule.nowMillis();
        Verified received;
        try {
            received = verify(new Sent(from, Bytes.wrap(bytes)));
        } catch (MalformedException | MessageRejectedException e) {
            if (replicas.get(from).isHonest()) {
                throw new Violation("honest message", "replica " + from + ": " + e.getMessage());
            }
            return;
        }
        for (int peer : to) {
            if (!faults.starves(message, replicas.get(peer))) {
                network.send(from, peer, () -> replicas.get(peer).receive(received));
            }
        }
    }

    private Verified verify(Sent sent) throws MalformedException, MessageRejectedException {
        Verified known = verified.get(sent);
        if (known == null) {
            known = cores.verify(verifier, sent.from(), MessageCodec.decode(sent.bytes().toArray()));
            verified.put(sent, known);
        }
        return known;
    }
}
