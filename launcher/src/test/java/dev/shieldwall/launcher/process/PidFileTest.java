package dev.shieldwall.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidFileTest {

    @TempDir
    Path folder;

    private PidFile file() {
        return new PidFile(folder.resolve("a.pid"));
    }

    @Test
    void theRecordedProcessIsFoundWhileItLives() throws Exception {
        assertThat(file().living()).as("never written").isEmpty();
        Process child = new ProcessBuilder("sleep", "600").start();
        file().write(child.toHandle());
        assertThat(file().living()).contains(child.toHandle());
        child.destroyForcibly().waitFor();
        assertThat(file().living()).isEmpty();
    }

    @Test
    void whatHasEndedRunsNoMoreThoughItsParentDoesNotWaitForIt() throws Exception {
        try (CarelessParent parent = CarelessParent.start()) {
            file().write(parent.child());
            assertThat(file().living()).contains(parent.child());
            parent.killChild();
            assertThat(parent.child().isAlive()).as("Java takes a zombie for alive").isTrue();
            assertThat(file().living()).isEmpty();
            assertThat(PidFile.runs(parent.child())).isFalse();
            assertThat(PidFile.runs(ProcessHandle.current())).isTrue();
        }
    }

    /** Its name may hold anything, spaces and parentheses too. */
    @Test
    void whatIsRecordedComesFromNoClockThatPeopleSet() throws Exception {
        Path program = Files.createSymbolicLink(folder.resolve("a) b (c"), Path.of("/usr/bin/sleep"));
        Process child = new ProcessBuilder(program.toString(), "600").start();
        try {
            file().write(child.toHandle());
            String ticks = new ProcessBuilder("awk", "{print $(NF - 30)}", "/proc/" + child.pid() + "/stat")
                    .start().inputReader().readLine();
            String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
            assertThat(file().file()).hasContent(child.pid() + " " + ticks + " " + boot);
            assertThat(file().living()).contains(child.toHandle());
        } finally {
            child.destroyForcibly();
            Files.delete(program);
        }
    }

    @Test
    void anotherStartOrBootIsAnotherProcess() throws IOException {
        file().write(ProcessHandle.current());
        String[] words = Files.readString(file().file()).strip().split(" ");
        record(words[0] + " " + (Long.parseLong(words[1]) + 1) + " " + words[2]);
        record(words[0] + " " + words[1] + " 00000000-0000-0000-0000-000000000000");
        record(words[0] + " " + words[1]);
        record(words[0]);
        record("");
    }

    private void record(String content) throws IOException {
        Files.writeString(file().file(), content + "\n");
        assertThat(file().living()).as(content).isEmpty();
    }
}
