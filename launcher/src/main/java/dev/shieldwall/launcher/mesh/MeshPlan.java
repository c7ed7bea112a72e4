package dev.shieldwall.launcher.mesh;

import dev.shieldwall.launcher.folder.DataFolder;
import dev.shieldwall.launcher.folder.PortBlock;
import dev.shieldwall.launcher.postgres.PostgresBinaries;
import dev.shieldwall.launcher.postgres.PostgresCluster;
import dev.shieldwall.launcher.process.CommandStarter;
import dev.shieldwall.launcher.process.Probe;
import dev.shieldwall.launcher.process.ProcessSpec;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The processes of a mesh on one machine: PostgreSQL, the replicas, and one JVM with the services. */
public record MeshPlan(DataFolder data, PortBlock ports, int replicas, Programs programs) {

    public static final String POSTGRES = "postgres";
    public static final String SERVICES = "services";

    private static final String REPLICA_MAIN = "dev.shieldwall.replica.ReplicaApplication";
    private static final String SERVICES_MAIN = "dev.shieldwall.launcher.ServicesProcess";
    private static final List<String> SERVICES_WITH_SCHEMA = List.of("identity", "capability", "session", "audit");

    /**
     * Small objects, a heap that starts small, and what compilers leave behind given back. The start-up cache stays
     * where it was made for, so that the processes share its pages: moved for each start, every replica had a copy.
     */
    private static final List<String> LEAN = List.of(
            "-Xss512k", "-Xms64m", "-XX:MinHeapFreeRatio=5", "-XX:MaxHeapFreeRatio=15",
            "-XX:-ShrinkHeapInSteps", "-XX:+UseCompactObjectHeaders", "-XX:TrimNativeHeapInterval=10000",
            "-XX:+UnlockDiagnosticVMOptions", "-XX:ArchiveRelocationMode=0", "-XX:+UseTransparentHugePages");

    /**
     * The state lies in the heap: most of a replica's is for the ids of the commands of the last minutes. What lives as
     * long as the newest blocks are kept in memory fits among the survivors and is not moved to the old.
     */
    private static final List<String> REPLICA_FLAGS = flags(
            "-Xmx512m", "-XX:NewSize=36m", "-XX:MaxNewSize=36m", "-XX:SurvivorRatio=4", "-XX:TargetSurvivorRatio=90");

    private static final List<String> SERVICES_FLAGS = flags("-Xmx384m", "-XX:MaxNewSize=20m");

    private static List<String> flags(String... own) {
        return Stream.concat(LEAN.stream(), Stream.of(own)).toList();
    }

    public static MeshPlan of(DataFolder data, Programs programs) throws IOException {
        return new MeshPlan(data, data.ports(), data.replicas(), programs);
    }

    public static String replicaName(int replica) {
        return "replica-" + replica;
    }

    /** Every name that {@code kill} and {@code start} know. */
    public List<String> names() {
        return Stream.concat(
                        Stream.of(POSTGRES),
                        Stream.concat(
                                IntStream.range(0, replicas).mapToObj(MeshPlan::replicaName), Stream.of(SERVICES)))
                .toList();
    }

    /** A database role, and a schema of the same name, for each component. */
    public List<String> roles() {
        return Stream.concat(
                        SERVICES_WITH_SCHEMA.stream(),
                        IntStream.range(0, replicas).mapToObj(ComponentConfig::replicaSchema))
                .toList();
    }

    Path postgresFolder() {
        return data.postgres().resolve("data");
    }

    public PostgresCluster postgres() throws IOException {
        var binaries = PostgresBinaries.unpack(data.postgres().resolve("bin"));
        return new PostgresCluster(
                binaries,
                new PostgresCluster.Settings(
                        postgresFolder(),
                        ports.postgres(),
                        roles(),
                        data::databasePassword,
                        data.log(POSTGRES)));
    }

    /** Tells every component what it must know; the passwords must exist by now. */
    public void writeConfig() throws IOException {
        new ComponentConfig(data, ports, replicas).write();
        compiling().write();
    }

    private CompilerDirectives compiling() {
        return new CompilerDirectives(data.config().resolve("compiler.directives"));
    }

    public List<ProcessSpec> processes(PostgresCluster postgres) {
        var specs = new ArrayList<ProcessSpec>();
        specs.add(new ProcessSpec(
                POSTGRES,
                ports.postgres(),
                postgres,
                postgres.probe(),
                Set.of(),
                new ProcessSpec.Stop(PostgresCluster.STOP_SIGNAL, PostgresCluster.FAST_SHUTDOWN),
                data.log(POSTGRES)));
        for (int replica = 0; replica < replicas; replica++) {
            specs.add(replica(replica));
        }
        specs.add(services());
        return List.copyOf(specs);
    }

    private ProcessSpec replica(int replica) {
        int port = ports.replicaHttp(replica);
        return java(replicaName(replica), port, new Probe.ReplicaStatus(local(port, "/v1/consensus/status")));
    }

    private ProcessSpec services() {
        var readiness = Stream.of(
                        ports.identity(), ports.capability(), ports.session(), ports.audit(), ports.gateway())
                .map(port -> local(port, "/actuator/health/readiness"))
                .toList();
        return java(SERVICES, ports.gateway(), new Probe.Http(readiness));
    }

    private ProcessSpec java(String name, int port, Probe probe) {
        JavaProgram program = program(name);
        var starter = new CommandStarter(
                () -> program.command(cacheFlags(name)), program.environment(), data.log(name));
        return new ProcessSpec(
                name, port, starter, probe, Set.of(POSTGRES), ProcessSpec.Stop.TERM, data.log(name));
    }

    JavaProgram program(String name) {
        if (name.equals(SERVICES)) {
            return new JavaProgram(
                    SERVICES_MAIN, programs.services(), with(SERVICES_FLAGS), List.of(data.config().toString()));
        }
        String config = "--spring.config.additional-location=file:" + data.config().resolve(name + ".properties");
        return new JavaProgram(REPLICA_MAIN, programs.replica(), with(REPLICA_FLAGS), List.of(config));
    }

    private List<String> with(List<String> flags) {
        return Stream.concat(flags.stream(), compiling().flags().stream()).toList();
    }

    private List<String> cacheFlags(String name) {
        boolean recorder = recorders().contains(name);
        return cache(name).map(cache -> cache.flags(recorder)).orElse(List.of());
    }

    /** Replicas share one. */
    Optional<StartCache> cache(String name) {
        return programs.cache(name.equals(SERVICES) ? SERVICES : "replica")
                .map(file -> new StartCache(file, program(name)));
    }

    /** One process of each kind records a start-up cache; the last replica, because it is not the first primary. */
    public List<String> recorders() {
        return List.of(SERVICES, replicaName(replicas - 1));
    }

    static URI local(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }
}
