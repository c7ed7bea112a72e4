package dev.shieldwall.transport.bus.core;

import java.util.regex.Pattern;

/** Who speaks on the bus: 1 to 63 of {@code a-z 0-9 _ -}, the first a letter. Also the peer at the end of a topic. */
public record ComponentName(String value) implements Comparable<ComponentName> {

    static final String FORM = "[a-z][a-z0-9_-]{0,62}";
    private static final Pattern NAME = Pattern.compile(FORM);

    public ComponentName {
        if (!NAME.matcher(value).matches()) {
            throw new IllegalArgumentException("a component's name is " + FORM);
        }
    }

    @Override
    public int compareTo(ComponentName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
