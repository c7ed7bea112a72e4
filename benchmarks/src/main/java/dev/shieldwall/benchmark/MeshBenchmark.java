package dev.shieldwall.benchmark;

import dev.shieldwall.launcher.process.ProcessStatus;
import dev.shieldwall.model.genesis.Genesis;
import dev.shieldwall.model.receipt.Receipt;
import dev.shieldwall.model.receipt.ReceiptVerifier;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A whole mesh of its own under load: latency of one caller, throughput of 64, loss of the primary, memory. */
final class MeshBenchmark implements Benchmark {

    private static final int CALLERS = 64;
    private static final int REPLICAS = 4;
    private static final Duration WARM_UP = Duration.ofSeconds(50);
    /** Four replicas compile the same code on two cores that are busy with the load: it takes them this long. */
    private static final Duration LOADED_WARM_UP = Duration.ofSeconds(240);
    private static final Duration MEASURE = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CONDITIONS = "n=4, one machine, %d cores, fsync on";

    private final Optional<Path> dist;
    private final String conditions =
            CONDITIONS.formatted(Runtime.getRuntime().availableProcessors());

    MeshBenchmark(Optional<Path> dist) {
        this.dist = dist;
    }

    @Override
    public String name() {
        return "mesh";
    }

    @Override
    public String summary() {
        return "a mesh of its own: latency, throughput, failover, memory; about 9 minutes";
    }

    @Override
    public List<Figure> run(PrintStream progress) throws Exception {
        var figures = new ArrayList<Figure>();
        try (ScratchMesh mesh = ScratchMesh.start(dist, progress)) {
            figures.add(startedAgain(mesh.restart()));
            Genesis genesis = mesh.genesis().read();
            var verifier = ReceiptVerifier.of(genesis);
            var replicas = new ArrayList<Endpoint>();
            for (int i = 0; i < REPLICAS; i++) {
                replicas.add(new Endpoint(mesh.replica(i, "/v1/commands"), verifier));
            }
            var gateway = new Endpoint(mesh.gateway("/v1/authorizations"), verifier);
            List<Caller> callers = callers(new Callers(replicas.getFirst(), mesh.genesis()), progress);
            progress.println("  throughput: " + CALLERS + " callers at the replicas, warm-up then measured");
            var load = new LoadRun(callers, replicas);
            load.run(LOADED_WARM_UP, progress);
            figures.add(throughput(load.run(MEASURE, progress)));
            progress.println("  latency: one caller through the gateway, warm-up then measured");
            var single = new LoadRun(callers.subList(0, 1), List.of(gateway));
            single.run(WARM_UP, progress);
            figures.addAll(latency(single.run(MEASURE, progress)));
            figures.add(memory(mesh));
            figures.addAll(failover(mesh, callers.getFirst(), gateway, progress));
        }
        return figures;
    }

    private Figure startedAgain(Duration duration) {
        return new Figure("mesh.restart_s", duration.toMillis() / 1e3, "s", conditions + ", down and up, healthy again");
    }

    private static List<Caller> callers(Callers source, PrintStream progress) throws IOException {
        progress.println("  registering " + CALLERS + " services, each with a capability and a session");
        var callers = new ArrayList<Caller>();
        for (int i = 0; i < CALLERS; i++) {
            callers.add(source.make("bench-" + i));
        }
        return callers;
    }

    private Figure throughput(LoadRun.Outcome outcome) {
        return new Figure("commit.ops_per_s." + CALLERS, outcome.opsPerSecond(), "op/s",
                conditions + ", warm %d s, p50 %.1f ms, p99 %.1f ms, %d failed".formatted(
                        LOADED_WARM_UP.toSeconds(), outcome.latencies().millis(0.5), outcome.latencies().millis(0.99),
                        outcome.failures()));
    }

    private List<Figure> latency(LoadRun.Outcome outcome) {
        String counted = conditions + ", warm %d s, %d asked, %d failed".formatted(
                WARM_UP.toSeconds(), outcome.latencies().count(), outcome.failures());
        return List.of(
                new Figure("authorize.critical.p50_ms", outcome.latencies().millis(0.5), "ms", counted),
                new Figure("authorize.critical.p99_ms", outcome.latencies().millis(0.99), "ms", counted));
    }

    private Figure memory(ScratchMesh mesh) throws IOException {
        long kib = mesh.status().stream().mapToLong(ProcessStatus::memoryKib).sum();
        return new Figure("mesh.pss_mib", kib / 1024.0, "MiB", conditions + ", after the load, supervisor included");
    }

    private List<Figure> failover(ScratchMesh mesh, Caller caller, Endpoint gateway, PrintStream progress)
            throws IOException, InterruptedException {
        progress.println("  failover: SIGKILL of the primary, then its return");
        String primary = mesh.primary();
        mesh.kill(primary);
        long killed = System.nanoTime();
        double commit = untilGranted(caller, gateway, killed);
        mesh.start(primary);
        long started = System.nanoTime();
        int index = Integer.parseInt(primary.substring(primary.indexOf('-') + 1));
        double rejoin = untilVotes(caller, gateway, index, started);
        return List.of(
                new Figure("failover.next_commit_s", commit, "s", conditions + ", asked through the gateway"),
                new Figure("failover.rejoin_s", rejoin, "s", conditions + ", until its vote is in a certificate"));
    }

    private static double untilGranted(Caller caller, Endpoint gateway, long since)
            throws IOException {
        while (true) {
            try {
                gateway.granted(caller.critical());
                return (System.nanoTime() - since) / 1e9;
            } catch (IOException e) {
                requirePatience(since, e);
            }
        }
    }

    private static double untilVotes(Caller caller, Endpoint gateway, int index, long since)
            throws IOException {
        while (true) {
            Receipt receipt = gateway.granted(caller.critical());
            if (receipt.certificate().signerIndexes().contains(index)) {
                return (System.nanoTime() - since) / 1e9;
            }
            requirePatience(since, new IOException("replica " + index + " does not vote"));
        }
    }

    private static void requirePatience(long since, IOException problem) throws IOException {
        if (System.nanoTime() - since > PATIENCE.toNanos()) {
            throw problem;
        }
    }
}
