package dev.shieldwall.transport.bus.core;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A set of topics: segments, where {@code *} stands for exactly one and a closing {@code **} for one or more.
 *
 * <p>The reference documents this and does something else: there a filter is a literal prefix, so {@code logs/*}
 * matches nothing, and {@code logs/entry} also {@code logs/entry_secret/v1}. For rights neither will do.
 */
public record TopicPattern(String text) {

    private static final Pattern FORM =
            Pattern.compile("(?:(?:" + Topic.SEGMENT + "|\\*)/){0,7}(?:" + Topic.SEGMENT + "|\\*|\\*\\*)");

    public TopicPattern {
        if (text.length() > Topic.MAX_CHARACTERS || !FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("not a pattern of topics");
        }
    }

    boolean matches(Topic topic) {
        List<String> pattern = segments();
        List<String> given = topic.segments();
        if (isOpen(pattern) ? given.size() < pattern.size() : given.size() != pattern.size()) {
            return false;
        }
        int compared = isOpen(pattern) ? pattern.size() - 1 : pattern.size();
        for (int i = 0; i < compared; i++) {
            if (!fits(pattern.get(i), given.get(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether a topic that starts with {@code prefix} may match. Only a hint, which spares a subscription that can never
     * be served; {@link #matches} decides for each message.
     */
    boolean mayMatchUnder(String prefix) {
        List<String> pattern = segments();
        List<String> given = List.of(prefix.split("/", -1));
        int complete = given.size() - 1;
        for (int i = 0; i < given.size(); i++) {
            if (i == pattern.size() - 1 && isOpen(pattern)) {
                return true;
            }
            if (i >= pattern.size()) {
                return false;
            }
            String segment = given.get(i);
            if (i < complete ? !fits(pattern.get(i), segment) : !fitsStart(pattern.get(i), segment)) {
                return false;
            }
        }
        return true;
    }

    private List<String> segments() {
        return List.of(text.split("/"));
    }

    private static boolean isOpen(List<String> pattern) {
        return pattern.getLast().equals("**");
    }

    private static boolean fits(String pattern, String segment) {
        return pattern.equals("*") || pattern.equals(segment);
    }

    /** The last piece of a prefix may be cut anywhere, or go on with the peer of a topic. */
    private static boolean fitsStart(String pattern, String piece) {
        return pattern.equals("*") || pattern.startsWith(piece) || piece.startsWith(pattern + ".");
    }

    @Override
    public String toString() {
        return text;
    }
}
