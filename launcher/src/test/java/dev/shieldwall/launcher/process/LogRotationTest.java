package dev.shieldwall.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogRotationTest {

    @TempDir
    Path folder;

    @Test
    void aLogIsCutUnderItsWriterAndOnlySoManyOldOnesAreKept() throws Exception {
        var rotation = new LogRotation(10, 2);
        Path log = folder.resolve("a.log");
        try (var writer = new FileOutputStream(log.toFile(), true)) {
            for (String text : new String[] {"first first", "second second", "third third"}) {
                writer.write(text.getBytes(StandardCharsets.UTF_8));
                rotation.rotate(log);
                assertThat(log).isEmptyFile();
            }
            writer.write("now".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(log).hasContent("now");
        assertThat(LogRotation.aged(log, 1)).hasContent("third third");
        assertThat(LogRotation.aged(log, 2)).hasContent("second second");
        assertThat(LogRotation.aged(log, 3)).doesNotExist();
    }

    @Test
    void aLogIsLeftAloneUpToItsBound() throws Exception {
        Path log = folder.resolve("a.log");
        Files.writeString(log, "0123456789");
        new LogRotation(10, 2).rotate(log);
        assertThat(log).hasContent("0123456789");
        new LogRotation(9, 2).rotate(log);
        assertThat(log).isEmptyFile();
    }
}
