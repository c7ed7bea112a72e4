package dev.shieldwall.launcher.mesh;

import dev.shieldwall.launcher.folder.PrivateFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Tells a JVM what its optimizing compiler need not look at (JEP 165): what loads classes, jars and annotations, and
 * what makes application contexts, entities and schemas. That runs while an application starts and hardly ever after;
 * with five JVMs on two cores, compiling it took a third of the time of a start.
 */
record CompilerDirectives(Path file) {

    private static final String RESOURCE = "/compiler.directives";

    void write() throws IOException {
        PrivateFile.write(file, text());
    }

    private static String text() {
        try (InputStream resource = CompilerDirectives.class.getResourceAsStream(RESOURCE)) {
            return new String(Objects.requireNonNull(resource).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the program lacks " + RESOURCE, e);
        }
    }

    /** The option is one for diagnosis, to be unlocked before. */
    List<String> flags() {
        return List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:CompilerDirectivesFile=" + file);
    }
}
