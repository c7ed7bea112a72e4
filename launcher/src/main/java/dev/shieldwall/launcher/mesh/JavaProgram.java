package dev.shieldwall.launcher.mesh;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A JVM and what runs in it. The class path travels in the environment: it is long, and would hide in the process
 * list what one looks for there.
 *
 * @param flags for the JVM; part of what a start-up cache depends on
 */
public record JavaProgram(String mainClass, String classPath, List<String> flags, List<String> arguments) {

    /** Native libraries of the crypto providers, and the Unsafe of older ones, without a warning each. */
    static final List<String> ALWAYS = List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-XX:+ExitOnOutOfMemoryError",
            "-Djava.net.preferIPv4Stack=true",
            "-Dfile.encoding=UTF-8");
    /** Of the C library: a pool for each of a JVM's threads, up to eight a core, keeps what none of them needs. */
    private static final String MALLOC_ARENAS = "2";

    public JavaProgram {
        flags = List.copyOf(flags);
        arguments = List.copyOf(arguments);
    }

    public static Path tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name);
    }

    List<String> withoutMain(List<String> more) {
        var command = new ArrayList<String>();
        command.add(tool("java").toString());
        command.addAll(ALWAYS);
        command.addAll(flags);
        command.addAll(more);
        return command;
    }

    public List<String> command(List<String> more) {
        List<String> command = withoutMain(more);
        command.add(mainClass);
        command.addAll(arguments);
        return command;
    }

    public Map<String, String> environment() {
        return Map.of("CLASSPATH", classPath, "MALLOC_ARENA_MAX", MALLOC_ARENAS);
    }
}
