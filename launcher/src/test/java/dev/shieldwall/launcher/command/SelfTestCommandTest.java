package dev.shieldwall.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.launcher.Terminal;
import dev.shieldwall.launcher.Terminal.Answer;
import dev.shieldwall.launcher.folder.DataFolder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfTestCommandTest {

    @TempDir
    private Path folder;

    @Test
    void everyPrimitiveIsShownWithItsLibrary() throws Exception {
        Answer answer = type("selftest");
        assertThat(answer.exit()).isZero();
        assertThat(answer.out())
                .containsPattern("(?m)^aes-256-gcm +SunJCE$")
                .containsPattern("(?m)^Ed25519 +accp$")
                .contains("all 46 primitives answer rightly");
    }

    @Test
    void itTakesNoArguments() throws Exception {
        assertThat(type("selftest", "fast").exit()).isEqualTo(Command.USAGE);
    }

    private Answer type(String... words) throws InterruptedException {
        return Terminal.type(new DataFolder(folder.resolve("none")), words);
    }
}
