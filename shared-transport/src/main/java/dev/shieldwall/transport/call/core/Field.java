package dev.shieldwall.transport.call.core;

import java.util.regex.Pattern;

/**
 * A header field (RFC 9110 section 5).
 *
 * @param name a token in lower case
 * @param value visible ASCII, with spaces and tabs inside
 */
public record Field(String name, String value) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9!#$%&'*+.^_`|~-]{1,128}");
    private static final Pattern VALUE = Pattern.compile("(?:[\\x21-\\x7e](?:[\\x20-\\x7e\\t]{0,16382}[\\x21-\\x7e])?)?");

    public Field {
        if (!isValid(name, value)) {
            throw new IllegalArgumentException("not a header field");
        }
    }

    /** Without the value, which may be a token. */
    @Override
    public String toString() {
        return name;
    }

    public static boolean isValid(String name, String value) {
        return NAME.matcher(name).matches() && VALUE.matcher(value).matches();
    }
}
