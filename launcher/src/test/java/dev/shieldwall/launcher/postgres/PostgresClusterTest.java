package dev.shieldwall.launcher.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.launcher.folder.PrivateFile;
import dev.shieldwall.launcher.process.Health;
import dev.shieldwall.launcher.process.PidFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the real server: everything here is what a killed process would otherwise be trusted to have done. */
class PostgresClusterTest {

    private static final long PATIENCE_MILLIS = 30_000;

    @TempDir
    static Path programs;

    @TempDir
    Path folder;

    private static PostgresBinaries binaries;

    private PostgresCluster cluster;
    private int port;

    @BeforeAll
    static void unpack() throws IOException {
        binaries = PostgresBinaries.unpack(programs.resolve("bin"));
    }

    @BeforeEach
    void settings() throws IOException {
        try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = probe.getLocalPort();
        }
        cluster = on(port);
    }

    private PostgresCluster on(int chosen) {
        return new PostgresCluster(
                binaries,
                new PostgresCluster.Settings(
                        folder.resolve("data"),
                        chosen,
                        List.of("audit", "session"),
                        this::password,
                        folder.resolve("postgres.log")));
    }

    private Path password(String role) {
        return folder.resolve(role + ".password");
    }

    @AfterEach
    void end() throws Exception {
        var running = PostgresCluster.leftOver(folder.resolve("data"));
        if (running.isPresent()) {
            kill(running.get());
        }
    }

    private static void kill(ProcessHandle server) throws Exception {
        server.destroyForcibly();
        server.onExit().get(10, TimeUnit.SECONDS);
    }

    private ProcessHandle startAndWait() throws Exception {
        ProcessHandle server = cluster.start();
        long deadline = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (!cluster.probe().ask().equals(Health.OK)) {
            assertThat(server.isAlive()).as(Files.readString(folder.resolve("postgres.log"))).isTrue();
            assertThat(System.currentTimeMillis()).isLessThan(deadline);
            Thread.sleep(50);
        }
        return server;
    }

    private Connection connect(String role, String password) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", role);
        properties.setProperty("password", password);
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/shieldwall", properties);
    }

    private Connection connect(String role) throws Exception {
        return connect(role, PrivateFile.read(password(role)));
    }

    private String one(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private void run(Connection connection, String... statements) throws SQLException {
        try (var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Test
    void confirmsNothingBeforeItIsOnDisk() throws Exception {
        startAndWait();
        try (var admin = connect(PostgresCluster.ADMIN)) {
            assertThat(one(admin, "show fsync")).isEqualTo("on");
            assertThat(one(admin, "show synchronous_commit")).isEqualTo("on");
            assertThat(one(admin, "show full_page_writes")).isEqualTo("on");
            assertThat(one(admin, "show data_checksums")).isEqualTo("on");
        }
    }

    @Test
    void everyRoleNeedsItsPasswordWhichOnlyItsFileTells() throws Exception {
        startAndWait();
        assertThat(Files.getPosixFilePermissions(password("audit")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThatThrownBy(() -> connect("audit", "wrong")).hasMessageContaining("password authentication failed");
        assertThatThrownBy(() -> connect("audit", PrivateFile.read(password("session"))))
                .hasMessageContaining("password authentication failed");
        connect("audit").close();
    }

    @Test
    void aComponentMakesItsOwnSchemaAndCannotReadAnothers() throws Exception {
        startAndWait();
        try (var audit = connect("audit");
                var session = connect("session")) {
            run(audit, "create schema audit", "create table audit.entry (id int)");
            assertThatThrownBy(() -> run(session, "select * from audit.entry"))
                    .hasMessageContaining("permission denied for schema audit");
            assertThatThrownBy(() -> run(session, "create role intruder"))
                    .hasMessageContaining("permission denied to create role");
        }
    }

    @Test
    void whatWasCommittedSurvivesTheDeathOfTheServer() throws Exception {
        ProcessHandle first = startAndWait();
        try (var audit = connect("audit")) {
            run(audit, "create schema audit", "create table audit.entry (id int)", "insert into audit.entry values (7)");
        }
        kill(first);

        ProcessHandle second = startAndWait();
        assertThat(second.pid()).isNotEqualTo(first.pid());
        try (var audit = connect("audit")) {
            assertThat(one(audit, "select id from audit.entry")).isEqualTo("7");
        }
    }

    @Test
    void aServerLeftRunningIsTakenOverAndNotDuplicated() throws Exception {
        ProcessHandle first = startAndWait();

        PostgresCluster later = on(port);
        later.prepare();
        assertThat(later.start().pid()).isEqualTo(first.pid());
        connect("audit").close();
    }

    @Test
    void aServerLeftRunningOnAnotherPortIsEndedFirst() throws Exception {
        ProcessHandle first = startAndWait();
        try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = probe.getLocalPort();
        }
        cluster = on(port);
        ProcessHandle second = startAndWait();
        assertThat(PidFile.runs(first)).isFalse();
        assertThat(second.pid()).isNotEqualTo(first.pid());
        connect("audit").close();
    }

    @Test
    void aPidFileThatNamesSomebodyElsesProcessIsNotBelieved() throws Exception {
        kill(startAndWait());
        Path pidFile = folder.resolve("data").resolve("postmaster.pid");
        List<String> lines = Files.readAllLines(pidFile);
        lines.set(0, Long.toString(ProcessHandle.current().pid()));
        Files.write(pidFile, lines);

        assertThat(PostgresCluster.leftOver(folder.resolve("data"))).isEmpty();
        startAndWait();
        connect("audit").close();
    }

    @Test
    void aRoleWhosePasswordWasLostIsGivenANewOne() throws Exception {
        kill(startAndWait());
        Files.delete(password("audit"));
        cluster.prepare();
        startAndWait();
        connect("audit").close();
    }
}
