package dev.shieldwall.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The checkout that a test runs in. */
public final class SourceTree {

    private static final Pattern MODULE = Pattern.compile("<module>([a-z-]+)</module>");

    private SourceTree() {}

    public static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("shieldwall"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IllegalStateException("not in a checkout");
            }
        }
        return folder;
    }

    public static List<String> modules() {
        return MODULE.matcher(text(root().resolve("pom.xml"))).results().map(hit -> hit.group(1)).toList();
    }

    /** Source files of all modules, of products and tests, whose name has this ending. */
    public static List<Path> sources(String ending) {
        return modules().stream()
                .map(module -> root().resolve(module).resolve("src"))
                .filter(Files::isDirectory)
                .flatMap(source -> files(source).stream())
                .filter(file -> file.toString().endsWith(ending))
                .toList();
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
