package dev.shieldwall.launcher.command;

import dev.shieldwall.launcher.folder.DataFolder;
import dev.shieldwall.launcher.folder.FolderLock;
import dev.shieldwall.launcher.folder.PortBlock;
import dev.shieldwall.launcher.folder.Refusal;
import dev.shieldwall.launcher.genesis.LocalGenesis;
import dev.shieldwall.launcher.mesh.JavaProgram;
import dev.shieldwall.launcher.mesh.MeshPlan;
import dev.shieldwall.launcher.mesh.Preflight;
import dev.shieldwall.launcher.mesh.Programs;
import dev.shieldwall.launcher.mesh.SupervisorProcess;
import dev.shieldwall.launcher.process.Journal;
import dev.shieldwall.launcher.process.ProcessStatus;
import dev.shieldwall.model.genesis.Genesis;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Starts a mesh and waits until all of it is healthy. */
public final class UpCommand implements Command {

    private static final Duration PATIENCE = Duration.ofMinutes(6);
    private static final Duration PATIENCE_FOR_LOCK = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final int FIRST_START_SECONDS = 60;
    private static final int CACHE_SECONDS = 30;
    private static final int LOG_LINES_SHOWN = 15;
    private static final int LOG_WIDTH_SHOWN = 300;
    /** A process that dies so often while the mesh starts will not get better by waiting. */
    private static final int HOPELESS_RESTARTS = 4;

    @Override
    public String name() {
        return "up";
    }

    @Override
    public int run(Invocation invocation) throws IOException, InterruptedException {
        DataFolder data = invocation.data();
        data.checkFormat();
        if (Running.on(data)) {
            invocation.out().println("already running on " + data.root() + " (port base "
                    + data.ports().base() + "); ./shieldwall status shows it");
            return OK;
        }
        data.open(invocation.portBase());
        MeshPlan plan = MeshPlan.of(data, programs(invocation));
        Process supervisor;
        long start;
        try (FolderLock _ = FolderLock.take(data, PATIENCE_FOR_LOCK).orElseThrow(UpCommand::anotherStart)) {
            if (Running.supervisor(data).isPresent()) {
                throw anotherStart();
            }
            Preflight.check(plan, new Journal(invocation.out(), Clock.systemUTC()));
            makeGenesis(invocation, plan);
            invocation.out().println("starting the mesh, about "
                    + data.lastStartSeconds().orElse(FIRST_START_SECONDS) + " s");
            start = System.nanoTime();
            supervisor = launch(invocation);
            // Before the lock is free: whoever finds it free is to know that a start is under way.
            SupervisorProcess.pidFile(data).write(supervisor.toHandle());
            Running.startNote(data).delete();
        }
        waitUntilHealthy(invocation, supervisor, start);
        int seconds = (int) Duration.ofNanos(System.nanoTime() - start).toSeconds();
        data.rememberStart(seconds + 1);
        invocation.out().println("all processes are healthy after " + seconds + " s\n");
        invocation.out().print(welcome(data));
        return OK;
    }

    private static Refusal anotherStart() {
        return new Refusal("another start is under way");
    }

    private static void makeGenesis(Invocation invocation, MeshPlan plan) throws IOException {
        LocalGenesis local = LocalGenesis.of(plan.data());
        if (!local.exists()) {
            Genesis genesis = local.create(
                    plan.replicas(), plan.data()::replica, System.currentTimeMillis());
            invocation.out().println("made the keys and the genesis of a new mesh, chain " + genesis.chainId()
                    + "\n  all on this machine, which no mesh should do that has to withstand its operators");
        }
    }

    private static Programs programs(Invocation invocation) throws IOException {
        return invocation.dist().isPresent()
                ? Programs.in(invocation.dist().get())
                : Programs.ofThisProcess();
    }

    /** In a session of its own, so that closing the terminal does not end it. */
    private static Process launch(Invocation invocation) throws IOException {
        var arguments = new ArrayList<>(List.of(invocation.data().root().toString()));
        invocation.dist().ifPresent(dist -> arguments.add(dist.toAbsolutePath().toString()));
        var program = new JavaProgram(
                SupervisorProcess.class.getName(),
                programs(invocation).services(),
                SupervisorProcess.FLAGS,
                arguments);
        var command = new ArrayList<>(List.of("setsid"));
        command.addAll(program.command(List.of()));
        File log = invocation.data().log(SupervisorProcess.NAME).toFile();
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .redirectInput(new File("/dev/null"));
        builder.environment().putAll(program.environment());
        return builder.start();
    }

    private static void waitUntilHealthy(Invocation invocation, Process supervisor, long start)
            throws IOException, InterruptedException {
        Map<String, String> told = new HashMap<>();
        List<ProcessStatus> rows = List.of();
        while (rows.isEmpty() || rows.stream().anyMatch(row -> row.state() != ProcessStatus.State.HEALTHY)) {
            Duration waited = Duration.ofNanos(System.nanoTime() - start);
            if (!supervisor.isAlive()) {
                showLog(invocation, SupervisorProcess.NAME);
                throw new Refusal("the supervisor ended, by itself or because of ./shieldwall down; its last words stand above");
            }
            boolean hopeless = rows.stream().anyMatch(row -> row.restarts() >= HOPELESS_RESTARTS);
            if (hopeless || waited.compareTo(PATIENCE) > 0) {
                unhealthy(invocation, rows, waited);
            }
            Thread.sleep(PAUSE);
            rows = ask(invocation.data());
            tell(invocation, rows, told, waited);
            if (onlyTheSupervisorIsBusy(rows) && told.put("caches", "") == null) {
                invocation.out().println("  first start only: making start-up caches, about "
                        + CACHE_SECONDS + " s; then those that were trained start again");
            }
        }
    }

    private static boolean onlyTheSupervisorIsBusy(List<ProcessStatus> rows) {
        return !rows.isEmpty()
                && rows.stream()
                        .allMatch(row -> row.name().equals(SupervisorProcess.NAME)
                                ? row.state() == ProcessStatus.State.STARTING
                                : row.state() == ProcessStatus.State.HEALTHY);
    }

    private static List<ProcessStatus> ask(DataFolder data) {
        try {
            return Running.status(data);
        } catch (IOException e) {
            return List.of(); // it does not listen yet
        }
    }

    private static void tell(
            Invocation invocation, List<ProcessStatus> rows, Map<String, String> told, Duration waited) {
        for (ProcessStatus row : rows) {
            String state = row.state().name().toLowerCase(Locale.ROOT)
                    + (row.restarts() > 0 ? " (start " + (row.restarts() + 1) + ")" : "");
            if (!state.equals(told.put(row.name(), state)) && row.state() != ProcessStatus.State.WAITING) {
                invocation.out().println("  %5.1f s  %-12s %s".formatted(waited.toMillis() / 1000.0, row.name(), state));
            }
        }
    }

    private static void unhealthy(Invocation invocation, List<ProcessStatus> rows, Duration waited)
            throws IOException {
        var names = rows.stream()
                .filter(row -> row.state() != ProcessStatus.State.HEALTHY)
                .map(ProcessStatus::name)
                .toList();
        for (String name : names) {
            showLog(invocation, name);
        }
        throw new Refusal("not healthy after " + waited.toSeconds() + " s: " + String.join(", ", names)
                + "; it runs on, ./shieldwall logs NAME tells more, ./shieldwall down ends it");
    }

    private static void showLog(Invocation invocation, String name) throws IOException {
        Path log = invocation.data().log(name);
        if (Files.exists(log)) {
            List<String> lines = Files.readAllLines(log);
            invocation.out().println("--- end of " + log);
            lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size())
                    .forEach(line -> invocation.out().println(line.substring(0, Math.min(line.length(), LOG_WIDTH_SHOWN))));
        }
    }

    private static String welcome(DataFolder data) throws IOException {
        PortBlock ports = data.ports();
        String gateway = "http://127.0.0.1:" + ports.gateway();
        return """
                API          %s/v1
                Swagger UI   %s/swagger-ui.html
                health       %s/v1/health
                tokens       ./shieldwall token prints one; passwords and keys lie in %s, mode 0600
                data         %s (kept by down and up; one disk and one PostgreSQL for all replicas: this shows
                             faults of processes, not independent machines)
                try next     ./shieldwall demo
                             ./shieldwall status, then kill replica-0, status, start replica-0
                """.formatted(gateway, gateway, gateway, data.secrets(), data.root());
    }
}
