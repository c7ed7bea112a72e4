package dev.shieldwall.launcher.command;

import dev.shieldwall.launcher.folder.DataFolder;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A command line, taken apart: {@code [--data DIR] [--port-base N] [--dist DIR] NAME ARGUMENTS}. The options of the
 * whole program may also stand behind the name.
 *
 * @param dist the jars to run from; absent in tests, which run from their own class path
 */
public record Invocation(
        String command,
        List<String> arguments,
        DataFolder data,
        OptionalInt portBase,
        Optional<Path> dist,
        PrintStream out) {

    public Invocation {
        arguments = List.copyOf(arguments);
    }

    /** Thrown for a command line that makes no sense. */
    public static final class UsageException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        public UsageException(String message) {
            super(message);
        }
    }

    public static Invocation parse(List<String> words, PrintStream out) {
        var rest = new ArrayList<String>();
        Path data = Path.of("data");
        OptionalInt portBase = OptionalInt.empty();
        Optional<Path> dist = Optional.empty();
        var left = new ArrayList<>(words);
        while (!left.isEmpty()) {
            String word = left.removeFirst();
            switch (word) {
                case "--data" -> data = Path.of(value(word, left));
                case "--dist" -> dist = Optional.of(Path.of(value(word, left)));
                case "--port-base" -> portBase = OptionalInt.of(number(word, value(word, left)));
                default -> rest.add(word);
            }
        }
        if (rest.isEmpty()) {
            throw new UsageException("no command given");
        }
        return new Invocation(rest.removeFirst(), rest, new DataFolder(data), portBase, dist, out);
    }

    private static String value(String option, List<String> left) {
        if (left.isEmpty()) {
            throw new UsageException(option + " needs a value");
        }
        return left.removeFirst();
    }

    private static int number(String option, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new UsageException(option + " needs a number, not " + value);
        }
    }

    /** The one argument of a command that takes exactly one. */
    public String only(String what) {
        if (arguments.size() != 1) {
            throw new UsageException(command + " needs " + what);
        }
        return arguments.getFirst();
    }
}
