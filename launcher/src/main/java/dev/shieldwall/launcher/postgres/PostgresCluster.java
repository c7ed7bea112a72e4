package dev.shieldwall.launcher.postgres;

import dev.shieldwall.launcher.folder.PrivateFile;
import dev.shieldwall.launcher.process.CommandStarter;
import dev.shieldwall.launcher.process.Probe;
import dev.shieldwall.launcher.process.Starter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * One PostgreSQL server with one database and a role for each component. It listens on loopback only, asks every role
 * for its password (SCRAM-SHA-256), and confirms nothing before it is on disk.
 *
 * <p>A server that an earlier supervisor left running on the same folder is taken over: two servers on one folder
 * would destroy it.
 */
public final class PostgresCluster implements Starter {

    public static final String DATABASE = "shieldwall";
    /** The superuser; only first initialisation and the demo's saboteur use it. */
    public static final String ADMIN = "shieldwall";

    /** SIGINT ends sessions and writes a checkpoint; SIGTERM would wait for clients to leave. */
    public static final String STOP_SIGNAL = "INT";

    public static final Duration FAST_SHUTDOWN = Duration.ofSeconds(10);

    private static final int TOOL_SECONDS = 120;
    private static final String PID_FILE = "postmaster.pid";
    private static final int PORT_LINE = 3;

    private final PostgresBinaries binaries;
    private final Settings settings;

    /**
     * Where the server lives and whom it serves.
     *
     * @param folder for its data; the log of first initialisation lies beside it
     * @param roles one for each component that has a schema of its own
     * @param passwordFile where the password of a role lies, made when missing, mode 0600
     */
    public record Settings(
            Path folder, int port, List<String> roles, Function<String, Path> passwordFile, Path log) {

        public Settings {
            roles = List.copyOf(roles);
        }
    }

    public PostgresCluster(PostgresBinaries binaries, Settings settings) {
        this.binaries = binaries;
        this.settings = settings;
    }

    public Probe probe() {
        return new Probe.Postmaster(pidFile());
    }

    private Path pidFile() {
        return settings.folder().resolve(PID_FILE);
    }

    /** Takes over a running server, or makes the folder and the roles as far as they are missing and starts one. */
    @Override
    public ProcessHandle start() throws IOException {
        Optional<ProcessHandle> running = leftOver(settings.folder());
        if (running.isPresent() && portOfLeftOver() == settings.port()) {
            return running.get();
        }
        if (running.isPresent()) {
            end(running.get());
        }
        prepare();
        Files.deleteIfExists(pidFile()); // its process is gone; a reused process id would make the server refuse
        configure(settings.folder());
        return new CommandStarter(
                        () -> command("postgres", "-D", settings.folder().toString()), Map.of(), settings.log())
                .start();
    }

    /** Makes the data and the roles as far as they are missing; after it every password file exists. */
    public void prepare() throws IOException {
        if (leftOver(settings.folder()).isPresent()) {
            return; // it was prepared when it was started
        }
        if (!Files.isDirectory(settings.folder())) {
            initialise();
        }
        createMissingRoles(settings.folder());
    }

    /** The server of a folder that already runs: named by its pid file and, beyond doubt, working in this folder. */
    public static Optional<ProcessHandle> leftOver(Path folder) {
        try {
            long pid = Long.parseLong(Files.readAllLines(folder.resolve(PID_FILE)).getFirst().strip());
            Path workingFolder = Path.of("/proc", Long.toString(pid), "cwd").toRealPath();
            return workingFolder.equals(folder.toRealPath()) ? ProcessHandle.of(pid) : Optional.empty();
        } catch (IOException | NumberFormatException | NoSuchElementException e) {
            return Optional.empty();
        }
    }

    private int portOfLeftOver() {
        try {
            return Integer.parseInt(Files.readAllLines(pidFile()).get(PORT_LINE).strip());
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
            return -1;
        }
    }

    /** The mesh moved to other ports while its server was left behind on the old one. */
    private static void end(ProcessHandle server) throws IOException {
        new ProcessBuilder("kill", "-" + STOP_SIGNAL, Long.toString(server.pid())).start();
        try {
            server.onExit().get(FAST_SHUTDOWN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the old server, process " + server.pid() + ", does not end", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void initialise() throws IOException {
        Path parent = Files.createDirectories(settings.folder().toAbsolutePath().getParent());
        Path part = Files.createTempDirectory(parent, ".initdb");
        Path password = secret(ADMIN);
        run(
                "",
                command(
                        "initdb", "-D", part.toString(), "-U", ADMIN, "--pwfile=" + password, "-A", "scram-sha-256",
                        "-E", "UTF8", "--locale=C", "--data-checksums"));
        Files.writeString(
                part.resolve("postgresql.conf"), "\ninclude 'shieldwall.conf'\n", StandardOpenOption.APPEND);
        configure(part);
        run("CREATE DATABASE " + DATABASE + ";\nREVOKE ALL ON DATABASE " + DATABASE + " FROM PUBLIC;\n", single(part));
        Files.move(part, settings.folder(), StandardCopyOption.ATOMIC_MOVE);
    }

    /** The password is written last, so that a role without a password file is one to be made again. */
    private void createMissingRoles(Path folder) throws IOException {
        var statements = new StringBuilder();
        var secrets = new LinkedHashMap<Path, String>();
        for (String role : settings.roles()) {
            Path file = settings.passwordFile().apply(role);
            if (!Files.exists(file)) {
                String secret = PrivateFile.newSecret();
                secrets.put(file, secret);
                statements.append(createRole(role, secret));
            }
        }
        if (!secrets.isEmpty()) {
            run(statements.toString(), single(folder));
            for (var entry : secrets.entrySet()) {
                PrivateFile.write(entry.getKey(), entry.getValue());
            }
        }
    }

    private static String createRole(String role, String secret) {
        if (!role.matches("[a-z][a-z0-9_]{0,30}")) {
            throw new IllegalArgumentException("not a role name: " + role);
        }
        return "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '" + role + "') THEN CREATE ROLE "
                + role + "; END IF; END $$;\n"
                + "ALTER ROLE " + role + " LOGIN PASSWORD '" + secret + "';\n"
                + "GRANT CONNECT, CREATE ON DATABASE " + DATABASE + " TO " + role + ";\n";
    }

    private Path secret(String role) throws IOException {
        Path file = settings.passwordFile().apply(role);
        if (!Files.exists(file)) {
            PrivateFile.write(file, PrivateFile.newSecret());
        }
        return file;
    }

    private void configure(Path folder) throws IOException {
        PrivateFile.write(folder.resolve("shieldwall.conf"), """
                listen_addresses = '127.0.0.1'
                port = %d
                unix_socket_directories = ''
                max_connections = 120
                password_encryption = 'scram-sha-256'
                # An answer given must survive a power cut.
                fsync = on
                synchronous_commit = on
                full_page_writes = on
                # A small machine: little memory, no helpers that a mesh of this size does not need.
                shared_buffers = 64MB
                # The first change of a page after a checkpoint writes the page whole: seldom, or it is most of the log.
                max_wal_size = 1536MB
                checkpoint_timeout = 15min
                io_method = sync
                jit = off
                # Tables are read by their keys; finding out more about them took as long as writing them.
                default_statistics_target = 10
                max_parallel_workers_per_gather = 0
                """.formatted(settings.port()));
        PrivateFile.write(folder.resolve("pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n");
    }

    /** The alone-standing server reads statements, one a line; it ends at the first error and logs no password. */
    private List<String> single(Path folder) {
        return command(
                "postgres", "--single", "-c", "exit_on_error=on", "-c", "log_min_error_statement=panic", "-D",
                folder.toString(), "postgres");
    }

    /** PostgreSQL refuses to run as root. In a user namespace of its own root is nobody, and nobody owns the files. */
    private List<String> command(String program, String... arguments) {
        var command = new ArrayList<String>();
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(binaries.program(program));
        command.addAll(List.of(arguments));
        return command;
    }

    private void run(String input, List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(settings.log().toFile()))
                .start();
        try (var statements = process.getOutputStream()) {
            statements.write(input.getBytes(StandardCharsets.UTF_8));
        }
        try {
            if (!process.waitFor(TOOL_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(command + " did not end within " + TOOL_SECONDS + " s; see " + settings.log());
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        if (process.exitValue() != 0) {
            throw new IOException(
                    command.getFirst() + " ended with " + process.exitValue() + "; see " + settings.log());
        }
    }
}
