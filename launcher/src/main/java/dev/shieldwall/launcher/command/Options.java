package dev.shieldwall.launcher.command;

import dev.shieldwall.model.identity.PrincipalId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The arguments of one command, taken apart: plain words, {@code --flag}s and {@code --option VALUE}s. */
final class Options {

    private final List<String> words = new ArrayList<>();
    private final List<String> flags = new ArrayList<>();
    private final Map<String, List<String>> values = new HashMap<>();

    private Options() {}

    /** Refuses an option that is in neither set. */
    static Options parse(List<String> arguments, Set<String> knownFlags, Set<String> knownOptions) {
        var options = new Options();
        var left = new ArrayList<>(arguments);
        while (!left.isEmpty()) {
            String word = left.removeFirst();
            if (!word.startsWith("--")) {
                options.words.add(word);
            } else if (knownFlags.contains(word)) {
                options.flags.add(word);
            } else if (knownOptions.contains(word) && !left.isEmpty()) {
                options.values.computeIfAbsent(word, _ -> new ArrayList<>()).add(left.removeFirst());
            } else {
                throw new Invocation.UsageException(
                        knownOptions.contains(word) ? word + " needs a value" : "unknown option " + word);
            }
        }
        return options;
    }

    /** The only plain word. */
    String only(String what) {
        if (words.size() != 1) {
            throw new Invocation.UsageException("exactly one " + what + " is needed");
        }
        return words.getFirst();
    }

    void none() {
        if (!words.isEmpty()) {
            throw new Invocation.UsageException("no argument " + words.getFirst() + " is known");
        }
    }

    boolean has(String flag) {
        return flags.contains(flag);
    }

    /** The last value given. */
    Optional<String> value(String option) {
        return Optional.ofNullable(values.get(option)).map(List::getLast);
    }

    List<String> values(String option) {
        return values.getOrDefault(option, List.of());
    }

    /** The id given with an option. */
    Optional<PrincipalId> principal(String option) {
        return value(option).map(id -> {
            try {
                return new PrincipalId(id);
            } catch (IllegalArgumentException e) {
                throw new Invocation.UsageException(option + " needs a SPIFFE id with a path, not " + id);
            }
        });
    }

    /** A number of seconds within bounds. */
    long seconds(String option, long byDefault, long most) {
        String text = value(option).orElse(Long.toString(byDefault));
        try {
            long seconds = Long.parseLong(text);
            if (seconds >= 1 && seconds <= most) {
                return seconds;
            }
        } catch (NumberFormatException e) {
            // falls through to the one refusal below
        }
        throw new Invocation.UsageException(option + " is a number of seconds from 1 to " + most);
    }
}
