package dev.shieldwall.model.codec;

/**
 * The one rule for text that people write: bounded, without control characters, without half surrogate pairs. A control
 * character can forge a log line, and PostgreSQL cannot store U+0000: a committed command that no projection can store
 * would stop every follower.
 */
public final class PlainText {

    private PlainText() {}

    /**
     * @param maxLength in UTF-16 code units
     * @throws IllegalArgumentException if {@code text} is empty, too long or not plain
     */
    public static void require(String name, String text, int maxLength) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException(name + " has 1 to " + maxLength + " characters");
        }
        requireOrEmpty(name, text, maxLength);
    }

    /** As {@link #require}, and empty text will do. */
    public static void requireOrEmpty(String name, String text, int maxLength) {
        if (text.length() > maxLength) {
            throw new IllegalArgumentException(name + " has up to " + maxLength + " characters");
        }
        if (text.chars().anyMatch(Character::isISOControl) || Utf8.hasHalfCharacter(text)) {
            throw new IllegalArgumentException(name + " has a control character or half a surrogate pair");
        }
    }
}
