package dev.shieldwall.transport.channel.core;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** What a component is called: 1 to 64 lower-case letters, digits, '.', '_' and '-'. */
public record ComponentName(String value) {

    public static final int MAX_LENGTH = 64;

    private static final Pattern FORM = Pattern.compile("[a-z0-9._-]{1," + MAX_LENGTH + "}");

    public ComponentName {
        if (!isValid(value)) {
            throw new IllegalArgumentException("a component's name has 1 to " + MAX_LENGTH + " of a-z 0-9 . _ -");
        }
    }

    static boolean isValid(String value) {
        return FORM.matcher(value).matches();
    }

    byte[] bytes() {
        return value.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return value;
    }
}
