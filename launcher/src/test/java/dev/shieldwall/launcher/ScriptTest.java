package dev.shieldwall.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.launcher.folder.DataFolder;
import dev.shieldwall.launcher.process.PidFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script as a newcomer meets it: without a JDK, without Maven, with a full disk, with a typing error. */
class ScriptTest {

    private static final List<String> ORDINARY_TOOLS = List.of(
            "bash", "dirname", "readlink", "realpath", "sed", "cut", "tr", "grep", "cat", "awk", "df", "find", "sort",
            "xargs", "sha256sum", "mktemp", "tail", "mkdir", "rm", "tee", "flock", "sleep", "ls", "cp", "ln", "mv", "paste");
    private static final List<String> MODULES_THAT_RUN = List.of("launcher", "consensus-service", "node-agent", "benchmarks");

    @TempDir
    Path folder;

    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<Process> started = new ArrayList<>();

    record Answer(int exit, String out, String err) {}

    @BeforeEach
    void aMachineWithoutJava() throws IOException {
        Path tools = Files.createDirectory(folder.resolve("tools"));
        for (String tool : ORDINARY_TOOLS) {
            program(tools.resolve(tool), "exec /usr/bin/" + tool + " \"$@\"");
        }
        aCheckout();
        environment.put("PATH", tools.toString());
        environment.put("SHIELDWALL_JVM_FOLDER", folder.resolve("no-jvm-here").toString());
        environment.put("SHIELDWALL_NEEDED_MEMORY_MIB", "0");
        environment.put("SHIELDWALL_NEEDED_DISK_MIB", "0");
    }

    /** One of its own: a build of this one may be under way, and would have to be waited for. */
    private void aCheckout() throws IOException {
        Path checkout = Files.createDirectory(folder.resolve("checkout"));
        Files.copy(SourceTree.root().resolve("shieldwall"), checkout.resolve("shieldwall"));
        Files.createFile(checkout.resolve("pom.xml"));
        for (String module : MODULES_THAT_RUN) {
            Path target = Files.createDirectories(checkout.resolve(module).resolve("target"));
            Files.createFile(Files.createDirectories(checkout.resolve(module).resolve("src/main")).resolve("A.java"));
            Files.createFile(checkout.resolve(module).resolve("pom.xml"));
            Files.createFile(target.resolve(module + "-1.jar"));
            Files.createFile(target.resolve("runtime.classpath"));
        }
    }

    private ProcessBuilder builder(String... words) {
        return builderOn("data", words);
    }

    private ProcessBuilder builderOn(String data, String... words) {
        var command = new ArrayList<>(List.of(
                "/usr/bin/bash", folder.resolve("checkout").resolve("shieldwall").toString(),
                "--data", folder.resolve(data).toString()));
        command.addAll(List.of(words));
        var builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder;
    }

    private Answer shieldwall(String... words) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process = builder(words).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Answer(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private static void program(Path file, String line) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + line + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private void jdk(String version) throws IOException {
        Path home = Files.createDirectories(folder.resolve("jdk-" + version));
        Path bin = Files.createDirectories(home.resolve("bin"));
        for (String tool : List.of("java", "javac")) {
            program(bin.resolve(tool), "exit 9");
        }
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        environment.put("JAVA_HOME", home.toString());
    }

    private static void isOneLine(String text) {
        assertThat(text.lines()).hasSize(1);
    }

    @Test
    void helpNamesEveryCommandAndNeedsNothing() throws Exception {
        Answer answer = shieldwall("--help");
        assertThat(answer.exit()).isZero();
        assertThat(answer.out())
                .contains("up ", "down ", "status ", "logs ", "kill NAME", "start NAME", "sign FILE", "token ", "demo ",
                        "verify FILE", "bench ", "soak ", "test ", "reset ", "--port-base N", "--data DIR");
    }

    @Test
    void aWrongCommandLineIsToldApartFromAFailure() throws Exception {
        assertThat(shieldwall().exit()).isEqualTo(2);
        Answer unknown = shieldwall("upp");
        assertThat(unknown.exit()).isEqualTo(2);
        assertThat(unknown.err()).contains("there is no command upp");
        isOneLine(unknown.err());
        assertThat(shieldwall("up", "--port-base").exit()).isEqualTo(2);
        assertThat(shieldwall("logs", "../secret").exit()).isEqualTo(2);
    }

    @Test
    void withoutAJdkItSaysSo() throws Exception {
        Answer answer = shieldwall("up");
        assertThat(answer.exit()).isEqualTo(1);
        assertThat(answer.err()).contains("no JDK found", "JDK 25");
        isOneLine(answer.err());
    }

    @Test
    void anOldJdkIsNamedWithItsPlace() throws Exception {
        jdk("24.0.2");
        Answer answer = shieldwall("status");
        assertThat(answer.exit()).isEqualTo(1);
        assertThat(answer.err()).contains("too old", "24 in " + environment.get("JAVA_HOME"));
        isOneLine(answer.err());
    }

    @Test
    void anOldJdkDoesNotHideANewOne() throws Exception {
        jdk("25");
        Files.createDirectory(folder.resolve("jvm"));
        Files.createSymbolicLink(folder.resolve("jvm").resolve("new"), Path.of(environment.get("JAVA_HOME")));
        jdk("17.0.15");
        environment.put("SHIELDWALL_JVM_FOLDER", folder.resolve("jvm").toString());
        assertThat(shieldwall("up").err()).contains("no Maven");
    }

    @Test
    void withoutMavenItSaysSo() throws Exception {
        jdk("25.0.1");
        Answer answer = shieldwall("up");
        assertThat(answer.exit()).isEqualTo(1);
        assertThat(answer.err()).contains("no Maven");
        isOneLine(answer.err());
        assertThat(shieldwall("test").err()).contains("no Maven");
    }

    @Test
    void testsWhoseToolsAreMissingAreSkippedAndTheirPackagesNamed() throws Exception {
        jdk("25.0.1");
        Path maven = mavenThatIsWatched();
        Path python = folder.resolve("tools").resolve("python3");
        environment.put("SHIELDWALL_PYTHON", python.toString());
        assertThat(shieldwall("test").out()).contains("apt-get install softhsm2 opensc python3-zmq chromium");

        program(folder.resolve("tools").resolve("softhsm2-util"), "exit 9");
        program(folder.resolve("tools").resolve("chromium"), "exit 9");
        program(python, "exit 0");
        assertThat(shieldwall("test").out()).contains("apt-get install opensc)");

        program(folder.resolve("tools").resolve("pkcs11-tool"), "exit 9");
        assertThat(shieldwall("test").out()).doesNotContain("skipped");
        assertThat(maven).exists();
    }

    @Test
    void tooLittleMemoryOrDiskIsToldBeforeAnythingIsDone() throws Exception {
        jdk("25.0.1");
        environment.put("SHIELDWALL_NEEDED_MEMORY_MIB", "99999999");
        Answer memory = shieldwall("up");
        assertThat(memory.exit()).isEqualTo(1);
        assertThat(memory.err()).contains("too little memory", "99999999 MiB needed");
        isOneLine(memory.err());

        environment.put("SHIELDWALL_NEEDED_MEMORY_MIB", "0");
        environment.put("SHIELDWALL_NEEDED_DISK_MIB", "9999999999");
        Answer disk = shieldwall("up");
        assertThat(disk.exit()).isEqualTo(1);
        assertThat(disk.err()).contains("too little disk");
        isOneLine(disk.err());
        assertThat(folder.resolve("data")).doesNotExist();
    }

    /** Maven here leaves a trace when it is called. */
    private Path mavenThatIsWatched() throws IOException {
        Path called = folder.resolve("maven-was-called");
        program(folder.resolve("tools").resolve("mvn"), ": >" + called + "; exit 1");
        return called;
    }

    @Test
    void aDataFolderOfAnotherVersionIsRefusedBeforeAnythingIsBuilt() throws Exception {
        jdk("25.0.1");
        Path maven = mavenThatIsWatched();
        Path description = Files.createDirectory(folder.resolve("data")).resolve("mesh.properties");
        for (String content : List.of(
                "format=1\n", "format=99\n", "#a comment\nport-base=18080\nformat=22\n", "port-base=18080\n")) {
            Files.writeString(description, content);
            Answer answer = shieldwall("up");
            assertThat(answer.exit()).isEqualTo(1);
            assertThat(answer.err()).contains("was written by another version", "--data");
            isOneLine(answer.err());
            assertThat(answer.out()).isEmpty();
            assertThat(description).hasContent(content);
        }
        assertThat(maven).doesNotExist();
        assertThat(folder.resolve("data").resolve("dist")).doesNotExist();
    }

    @Test
    void aFolderOfSomebodyElseIsRefusedBeforeAnythingIsBuilt() throws Exception {
        jdk("25.0.1");
        Path maven = mavenThatIsWatched();
        Files.createDirectory(folder.resolve("data"));
        Files.writeString(folder.resolve("data").resolve(".letters"), "dear");
        Answer answer = shieldwall("up");
        assertThat(answer.exit()).isEqualTo(1);
        assertThat(answer.err()).contains("not a data folder of Shieldwall", "--data");
        isOneLine(answer.err());
        assertThat(maven).doesNotExist();
        assertThat(folder.resolve("data").resolve("dist")).doesNotExist();
    }

    @Test
    void aDataFolderOfThisVersionIsBuiltFor() throws Exception {
        jdk("25.0.1");
        Path maven = mavenThatIsWatched();
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.createDirectory(data.resolve("dist"));
        shieldwall("up");
        assertThat(maven).as("a folder that holds nothing but programs").exists();

        Files.delete(maven);
        Files.writeString(data.resolve("mesh.properties"), "#a comment\nformat=" + DataFolder.FORMAT + "\n");
        shieldwall("up");
        assertThat(maven).as("a folder of the format that the Java part writes").exists();
    }

    /** An up in the background, whose Maven tells its process id and ends, having failed, when {@code go} is there. */
    private Process upThatBuilds(String data, Path called) throws Exception {
        program(folder.resolve("tools").resolve("mvn"), """
                /usr/bin/mkdir %1$s/busy || : >%1$s/two-at-a-time
                echo $$ >%2$s.part; /usr/bin/mv %2$s.part %2$s
                while [ ! -e %1$s/go ]; do /usr/bin/sleep 0.1; done
                /usr/bin/rmdir %1$s/busy
                exit 1""".formatted(folder, called));
        Process up = start(data, "up");
        waitFor(called);
        return up;
    }

    private Process start(String data, String... words) throws IOException {
        Process process = builderOn(data, words).redirectErrorStream(true)
                .redirectOutput(folder.resolve(data + "." + words[0]).toFile()).start();
        started.add(process);
        return process;
    }

    private Path note(String data) {
        return folder.resolve(data).resolve("dist").resolve("building");
    }

    @Test
    void downEndsAnUpThatStillBuildsAndItsMaven() throws Exception {
        jdk("25.0.1");
        Path called = folder.resolve("maven-was-called");
        Process up = upThatBuilds("data", called);
        ProcessHandle maven = ProcessHandle.of(Long.parseLong(Files.readString(called).strip())).orElseThrow();

        Answer down = shieldwall("down");

        assertThat(down.exit()).isZero();
        assertThat(down.out()).contains("an up that was still building (process " + up.pid() + ") starts nothing any more");
        assertThat(up.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(up.exitValue()).isNotZero();
        assertThat(note("data")).doesNotExist();
        maven.onExit().get(10, TimeUnit.SECONDS);
        assertThat(Files.readString(folder.resolve("data.up")).lines()).as("and says nothing more").hasSize(1);
    }

    @Test
    void twoFoldersAreBuiltForOneAfterTheOther() throws Exception {
        jdk("25.0.1");
        Process first = upThatBuilds("data", folder.resolve("first"));
        Process second = start("other", "up");
        waitForWords("other.up", "another build is under way");
        assertThat(Files.readString(folder.resolve("other.up")).lines()).hasSize(1);
        Files.createFile(folder.resolve("go"));
        assertThat(first.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(second.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(folder.resolve("other.up")).content().contains("the build failed");
        assertThat(folder.resolve("two-at-a-time")).doesNotExist();
    }

    @Test
    void whoWaitedForTheSameProgramsDoesNotBuildThemAgainNorWaitForWhatRunsThem() throws Exception {
        jdk("25.0.1");
        Path calls = folder.resolve("calls");
        program(folder.resolve("tools").resolve("mvn"), """
                echo called >>%s
                while [ ! -e %s ]; do /usr/bin/sleep 0.1; done""".formatted(calls, folder.resolve("go")));
        program(Path.of(environment.get("JAVA_HOME"), "bin", "java"), """
                case "$*" in *" bench") while :; do /usr/bin/sleep 0.1; done ;; esac
                exit 9""");
        Process bench = start("data", "bench");
        waitFor(calls);
        Process soak = start("data", "soak");
        waitForWords("data.soak", "another build is under way");
        Files.createFile(folder.resolve("go"));
        assertThat(soak.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(soak.exitValue()).isEqualTo(9);
        assertThat(bench.isAlive()).isTrue();
        assertThat(calls).content().hasLineCount(1);
    }

    @Test
    void downEndsAnUpThatWaitsForTheBuildOfAnother() throws Exception {
        jdk("25.0.1");
        Process first = upThatBuilds("other", folder.resolve("first"));
        Process second = start("data", "up");
        waitForWords("data.up", "another build is under way");
        assertThat(shieldwall("down").out()).contains("(process " + second.pid() + ") starts nothing any more");
        assertThat(second.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(first.isAlive()).isTrue();
    }

    @Test
    void aSecondUpOfAFolderIsRefusedAndDoesNotHideTheFirst() throws Exception {
        jdk("25.0.1");
        Process up = upThatBuilds("data", folder.resolve("called"));
        Answer second = shieldwall("up");
        assertThat(second.exit()).isEqualTo(1);
        assertThat(second.err()).contains("another up is under way", "(process " + up.pid() + ")");
        isOneLine(second.err());
        assertThat(shieldwall("down").out()).contains("(process " + up.pid() + ") starts nothing any more");
        assertThat(up.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aFailedBuildLeavesNoNote() throws Exception {
        jdk("25.0.1");
        Path called = mavenThatIsWatched();
        assertThat(shieldwall("up").exit()).isEqualTo(1);
        assertThat(called).exists();
        assertThat(note("data")).doesNotExist();
    }

    @Test
    void whatElseBuildsLeavesTheNoteOfAnUpAlone() throws Exception {
        jdk("25.0.1");
        program(folder.resolve("tools").resolve("mvn"), "exit 0");
        Files.createDirectories(note("data").getParent());
        Files.writeString(note("data"), "somebody\n");
        Answer bench = shieldwall("bench");
        assertThat(bench.exit()).as(bench.err()).isEqualTo(9);
        assertThat(folder.resolve("data/dist/current/services.classpath")).hasContent("launcher-1.jar");
        assertThat(note("data")).hasContent("somebody");
    }

    /** It is there until the Java part, which is the same process, takes it away; down waits for that. */
    @Test
    void anUpThatHasComeToItsJavaPartIsStillNotedAndNotEndedByTheScript() throws Exception {
        jdk("25.0.1");
        program(folder.resolve("tools").resolve("mvn"), "exit 0");
        Path reached = folder.resolve("java-part");
        program(Path.of(environment.get("JAVA_HOME"), "bin", "java"), """
                case "$*" in *" up") : >%s; while :; do /usr/bin/sleep 0.1; done ;; esac
                exit 9""".formatted(reached));
        Process up = start("data", "up");
        waitFor(reached);
        assertThat(new PidFile(note("data")).living()).contains(up.toHandle());
        Answer down = shieldwall("down");
        assertThat(down.exit()).isEqualTo(9);
        assertThat(down.out()).isEmpty();
        assertThat(up.isAlive()).isTrue();
    }

    @Test
    void downLeavesAloneWhoeverHasTheNumberOfAnUpThatDied() throws Exception {
        jdk("25.0.1");
        Process up = upThatBuilds("other", folder.resolve("called"));
        Files.createDirectories(note("data").getParent());
        for (String mark : List.of("%d", "%d 1 " + Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip())) {
            Files.writeString(note("data"), mark.formatted(up.pid()) + "\n");
            Process down = start("data", "down");
            waitForWords("data.down", "another build is under way");
            down.destroy();
            assertThat(down.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(folder.resolve("data.down")).content().doesNotContain("still building");
            assertThat(up.isAlive()).isTrue();
        }
    }

    @Test
    void anEmptyNoteNamesNobody() throws Exception {
        jdk("25.0.1");
        mavenThatIsWatched();
        Files.createDirectories(note("data").getParent());
        Files.createFile(note("data"));
        Answer up = shieldwall("up");
        assertThat(up.err()).doesNotContain("another up");
        assertThat(up.out()).contains("building, about");
    }

    @AfterEach
    void endWhatWasStarted() {
        started.forEach(process -> process.descendants().forEach(ProcessHandle::destroyForcibly));
        started.forEach(Process::destroyForcibly);
    }

    private void waitForWords(String file, String words) throws Exception {
        Path path = folder.resolve(file);
        for (int i = 0; i < 1_000 && !(Files.exists(path) && Files.readString(path).contains(words)); i++) {
            Thread.sleep(20);
        }
        assertThat(path).content().contains(words);
    }

    private static void waitFor(Path file) throws InterruptedException {
        for (int i = 0; i < 500 && !Files.exists(file); i++) {
            Thread.sleep(20);
        }
        assertThat(file).exists();
    }

    @Test
    void logsOfAMeshThatNeverRanAreRefused() throws Exception {
        Answer answer = shieldwall("logs", "replica-0");
        assertThat(answer.exit()).isEqualTo(1);
        assertThat(answer.err()).contains("no log of replica-0");
    }
}
