package dev.shieldwall.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that show each change of a format in review. {@code -Dgolden.write=true} writes them anew. */
public final class Golden {

    private Golden() {}

    /** @param file relative to the module */
    public static void check(Path file, String content) throws IOException {
        if (Boolean.getBoolean("golden.write")) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, content);
        }
        assertThat(content)
                .as("%s; if the change is meant, run again with -Dgolden.write=true", file)
                .isEqualTo(Files.readString(file));
    }
}
