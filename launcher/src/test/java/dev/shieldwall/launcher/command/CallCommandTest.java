package dev.shieldwall.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.launcher.MeshAtRest;
import dev.shieldwall.launcher.Terminal;
import dev.shieldwall.launcher.Terminal.Answer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./shieldwall call} says before it calls anybody. */
class CallCommandTest {

    @TempDir
    static Path folder;

    private static MeshAtRest mesh;

    @BeforeAll
    static void keysAndGenesis() throws IOException {
        mesh = MeshAtRest.in(folder.resolve("data"));
    }

    @Test
    void whatIsNoPathOrNameIsAWrongCommandLineAndAdmitsNobody() throws Exception {
        for (String path : new String[] {"v1/health", "/v1/a b", "/v1/\u00e4", "http://x/v1", ""}) {
            Answer answer = Terminal.type(mesh.data(), "call", path);
            assertThat(answer.exit()).as(path).isEqualTo(2);
            assertThat(answer.complaint()).contains("begins with a slash");
        }
        assertThat(mesh.data().channels()).doesNotExist();
    }

    @Test
    void whereNothingRunsItSaysSo() throws Exception {
        Answer answer = Terminal.type(mesh.data(), "call", "/v1/health");
        assertThat(answer.exit()).isEqualTo(Command.FAILED);
        assertThat(answer.complaint()).contains("no mesh is running");
    }
}
