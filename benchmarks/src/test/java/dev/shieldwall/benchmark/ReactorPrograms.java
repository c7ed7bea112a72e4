package dev.shieldwall.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The programs as this build has just packaged them, laid out as {@code ./shieldwall up} would. */
final class ReactorPrograms {

    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

    private ReactorPrograms() {}

    /** Nothing when launcher and consensus-service were not packaged, as in an IDE. */
    static Optional<Path> layOut(Path folder) throws IOException {
        Path lib = Files.createDirectories(folder.resolve("lib"));
        for (String[] use : new String[][] {{"services", "launcher"}, {"replica", "consensus-service"}}) {
            Path target = PROJECT.resolve(use[1]).resolve("target");
            Path classPath = target.resolve("runtime.classpath");
            Optional<Path> own = ownJar(target, use[1]);
            if (!Files.exists(classPath) || own.isEmpty()) {
                return Optional.empty();
            }
            var names = new ArrayList<String>();
            for (Path jar : jars(own.get(), Files.readString(classPath))) {
                String name = String.valueOf(jar.getFileName());
                if (!Files.exists(lib.resolve(name))) {
                    Files.createSymbolicLink(lib.resolve(name), jar);
                }
                names.add(name);
            }
            Files.write(folder.resolve(use[0] + ".classpath"), names);
        }
        return Optional.of(folder);
    }

    private static List<Path> jars(Path own, String classPath) {
        return Stream.concat(Stream.of(own), Stream.of(classPath.strip().split(":")).map(Path::of)).toList();
    }

    private static Optional<Path> ownJar(Path target, String module) throws IOException {
        if (!Files.isDirectory(target)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> String.valueOf(file.getFileName()).matches(module + "-[0-9.]+\\.jar"))
                    .findFirst();
        }
    }
}
