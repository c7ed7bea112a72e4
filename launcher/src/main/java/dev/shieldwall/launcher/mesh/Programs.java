package dev.shieldwall.launcher.mesh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The jars that a mesh runs from. They lie in the data folder, so that a build under way cannot pull them away from
 * under a running mesh.
 *
 * @param services class path of the services, the supervisor and the command line
 * @param replica class path of a replica, which is smaller
 * @param caches where start-up caches may be kept; absent when none are wanted
 */
public record Programs(String services, String replica, Optional<Path> caches) {

    /**
     * As {@code ./shieldwall} lays them out: {@code lib/}, a list of its files for each class path, and a folder for
     * start-up caches; where there is no such folder none are made.
     */
    public static Programs in(Path dist) throws IOException {
        Path caches = dist.resolve("start-cache");
        return new Programs(
                list(dist, "services"),
                list(dist, "replica"),
                Files.isDirectory(caches) ? Optional.of(caches) : Optional.empty());
    }

    /** Everything on the class path of this very process; for tests. */
    public static Programs ofThisProcess() {
        String classPath = System.getProperty("java.class.path");
        return new Programs(classPath, classPath, Optional.empty());
    }

    private static String list(Path dist, String name) throws IOException {
        return Files.readAllLines(dist.resolve(name + ".classpath")).stream()
                .map(jar -> dist.resolve("lib").resolve(jar).toString())
                .collect(Collectors.joining(":"));
    }

    Optional<Path> cache(String name) {
        return caches.map(folder -> folder.resolve(name + "-" + Runtime.version() + ".aot"));
    }
}
