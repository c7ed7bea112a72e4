package dev.shieldwall.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.launcher.MeshAtRest;
import dev.shieldwall.launcher.ShieldwallCommand;
import dev.shieldwall.launcher.Terminal;
import dev.shieldwall.launcher.Terminal.Answer;
import dev.shieldwall.launcher.folder.DataFolder;
import dev.shieldwall.launcher.folder.FolderLock;
import dev.shieldwall.launcher.mesh.SupervisorProcess;
import dev.shieldwall.launcher.process.CarelessParent;
import dev.shieldwall.launcher.process.ChildProcess;
import dev.shieldwall.launcher.process.PidFile;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two commands that take something away, with processes that do not go by themselves. */
class DownAndResetTest {

    private static final Duration IMPATIENT = Duration.ofMillis(300);

    @TempDir
    Path folder;

    private final List<Process> children = new ArrayList<>();
    private DataFolder data;

    @BeforeEach
    void keysAndGenesis() throws IOException {
        data = MeshAtRest.in(folder.resolve("data")).data();
    }

    @AfterEach
    void endChildren() {
        children.forEach(Process::destroyForcibly);
    }

    /** A JVM of this class path that has said its first word. */
    private Process child(Class<?> main, String argument) throws IOException {
        var builder = new ProcessBuilder(java(main.getName(), argument));
        builder.environment().putAll(classPath());
        Process child = builder.start();
        children.add(child);
        var words = new BufferedReader(child.inputReader(StandardCharsets.UTF_8));
        assertThat(words.readLine()).isNotNull();
        return child;
    }

    private static List<String> java(String main, String... arguments) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow", main));
        command.addAll(List.of(arguments));
        return command;
    }

    private static Map<String, String> classPath() {
        return Map.of("CLASSPATH", System.getProperty("java.class.path"));
    }

    private Process leftBehind(String name) throws IOException {
        Process child = child(ChildProcess.class, "");
        new PidFile(data.run().resolve(name + ".pid")).write(child.toHandle());
        return child;
    }

    @Test
    void downEndsWhatAKilledSupervisorLeftBehind() throws Exception {
        Process postgres = leftBehind("postgres");
        Process replica = leftBehind("replica-2");
        Answer status = Terminal.type(data, "status");
        assertThat(status.exit()).isEqualTo(Command.NOT_RUNNING);
        assertThat(status.line()).contains("postgres, replica-2", "./shieldwall up", "./shieldwall down");

        Answer down = Terminal.type(data, "down");
        assertThat(down.exit()).isEqualTo(Command.OK);
        assertThat(down.out()).contains("ending postgres", "ending replica-2", "data kept");
        assertThat(PidFile.runs(postgres.toHandle())).isFalse();
        assertThat(PidFile.runs(replica.toHandle())).isFalse();
        assertThat(Terminal.type(data, "down").line()).contains("no mesh is running");
        assertThat(Terminal.type(data, "status").line()).contains("no mesh is running");
    }

    @Test
    void aSupervisorThatDoesNotEndIsEndedByForceWithItsProcesses() throws Exception {
        Process supervisor = child(FakeSupervisor.class, data.root().toString());
        Process replica = leftBehind("replica-0");
        var out = new ByteArrayOutputStream();

        assertThat(new DownCommand(IMPATIENT).run(down(out))).isEqualTo(Command.OK);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("by force", "ending replica-0", "down after");
        assertThat(PidFile.runs(supervisor.toHandle())).isFalse();
        assertThat(PidFile.runs(replica.toHandle())).isFalse();
    }

    /** As in a container whose process 1 does not care. */
    @Test
    void aSupervisorThatEndedIsNotWaitedForThoughNobodyElseNotices() throws Exception {
        try (CarelessParent parent = CarelessParent.start()) {
            SupervisorProcess.pidFile(data).write(parent.child());
            var out = new ByteArrayOutputStream();
            assertThat(new DownCommand(Duration.ofSeconds(20)).run(down(out))).isEqualTo(Command.OK);
            assertThat(out.toString(StandardCharsets.UTF_8)).contains("down after").doesNotContain("by force");
            assertThat(Terminal.type(data, "down").line()).contains("no mesh is running");
        }
    }

    private Invocation down(ByteArrayOutputStream out) {
        return new Invocation("down", List.of(), data, OptionalInt.empty(), Optional.empty(),
                new PrintStream(out, true, StandardCharsets.UTF_8));
    }

    @Test
    void resetDeletesTheMeshAndNothingBesideIt() throws Exception {
        Path own = Files.writeString(data.root().resolve("letters.txt"), "dear");
        Path program = Files.writeString(data.dist().resolve("program.jar"), "code");
        Path neighbour = Files.writeString(folder.resolve("neighbour.txt"), "x");
        Answer answer = Terminal.type(data, "reset", "--yes");
        assertThat(answer.exit()).isEqualTo(Command.OK);
        assertThat(answer.out()).contains("deleted", "letters.txt");
        assertThat(List.of(own, program, neighbour)).allSatisfy(file -> assertThat(file).exists());
        try (var left = Files.list(data.root())) {
            assertThat(left).containsExactlyInAnyOrder(data.dist(), data.lock(), own);
        }
        assertThat(Terminal.type(data, "reset", "--yes").line()).contains("nothing to delete");
    }

    @Test
    void resetIsRefusedWhileAnythingRuns() throws Exception {
        try (FolderLock _ = FolderLock.take(data).orElseThrow()) {
            refused(Terminal.type(data, "reset", "--yes"), "a mesh is running");
        }
        leftBehind("services");
        refused(Terminal.type(data, "reset", "--yes"), "still run: services");
    }

    @Test
    void aWrongWordDoesNotCountAsAnAnswer() throws Exception {
        assertThat(Terminal.type(data, "reset", "-yes").exit()).isEqualTo(Command.USAGE);
        assertThat(Terminal.type(data, "reset", "--force").exit()).isEqualTo(Command.USAGE);
        assertThat(data.genesis()).exists();
    }

    @Test
    void withoutATerminalResetDoesNotTakeAPipesWordForIt() throws Exception {
        Answer answer = reset("yes\n", java(ShieldwallCommand.class.getName(), "--data", data.root().toString(), "reset"));
        refused(answer, "no terminal to ask at");
        assertThat(answer.err()).contains("--yes");
    }

    /** script(1) is a terminal to the program that it runs. */
    @Test
    void atATerminalResetAsksAndTakesYesAlone() throws Exception {
        String command = String.join(
                " ", java(ShieldwallCommand.class.getName(), "--data", data.root().toString(), "reset"));
        List<String> atATerminal = List.of("script", "-qec", command, "/dev/null");
        Answer no = reset("y\n", atATerminal);
        assertThat(no.exit()).isEqualTo(Command.FAILED);
        assertThat(no.out()).contains("cannot be undone", "nothing deleted");
        assertThat(data.genesis()).exists();

        Answer yes = reset("yes\n", atATerminal);
        assertThat(yes.exit()).as(yes.out()).isEqualTo(Command.OK);
        assertThat(data.genesis()).doesNotExist();
    }

    private Answer reset(String typed, List<String> command) throws Exception {
        Path err = folder.resolve("err");
        var builder = new ProcessBuilder(command).redirectError(err.toFile());
        builder.environment().putAll(classPath());
        Process process = builder.start();
        children.add(process);
        try (var keyboard = process.outputWriter(StandardCharsets.UTF_8)) {
            keyboard.write(typed);
            keyboard.flush();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return new Answer(process.exitValue(), out, Files.readString(err));
        }
    }

    private void refused(Answer answer, String because) {
        assertThat(answer.exit()).isEqualTo(Command.FAILED);
        assertThat(answer.complaint()).contains(because);
        assertThat(data.genesis()).as("nothing is deleted").exists();
    }
}
