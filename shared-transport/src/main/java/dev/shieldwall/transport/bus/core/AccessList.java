package dev.shieldwall.transport.bus.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who may publish and subscribe what. What is not listed is denied.
 *
 * <p>As text a rule is a line {@code component publish|subscribe pattern}; {@code #} starts a comment.
 */
public final class AccessList {

    public static final int MAX_RULES = 10_000;

    /** What a component may do with the topics of a pattern. */
    public enum Right {
        PUBLISH,
        SUBSCRIBE;

        static Right of(String word) throws MalformedException {
            return switch (word) {
                case "publish" -> PUBLISH;
                case "subscribe" -> SUBSCRIBE;
                default -> throw new MalformedException("a right is publish or subscribe");
            };
        }
    }

    /** One line of the list. */
    public record Rule(ComponentName component, Right right, TopicPattern pattern) {}

    private record Holder(ComponentName component, Right right) {}

    private final Map<Holder, List<TopicPattern>> patterns = new HashMap<>();

    public AccessList(List<Rule> rules) {
        if (rules.size() > MAX_RULES) {
            throw new IllegalArgumentException("an access list has at most " + MAX_RULES + " rules");
        }
        for (Rule rule : rules) {
            patterns.computeIfAbsent(new Holder(rule.component(), rule.right()), _ -> new ArrayList<>())
                    .add(rule.pattern());
        }
    }

    public static AccessList parse(String text) throws MalformedException {
        var rules = new ArrayList<Rule>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            String content = line.replaceFirst("#.*", "").strip();
            if (!content.isEmpty()) {
                rules.add(rule(content, number));
            }
            if (rules.size() > MAX_RULES) {
                throw new MalformedException("more than " + MAX_RULES + " rules");
            }
        }
        return new AccessList(rules);
    }

    private static Rule rule(String content, int number) throws MalformedException {
        String[] words = content.split("\\s+");
        if (words.length != 3) {
            throw new MalformedException("line " + number + ": component publish|subscribe pattern");
        }
        try {
            return new Rule(new ComponentName(words[0]), Right.of(words[1]), new TopicPattern(words[2]));
        } catch (IllegalArgumentException e) {
            throw new MalformedException("line " + number + ": " + e.getMessage());
        }
    }

    public boolean mayPublish(ComponentName component, Topic topic) {
        return held(component, Right.PUBLISH).stream().anyMatch(pattern -> pattern.matches(topic));
    }

    /** A topic for one peer is for that peer alone, whatever rights others hold. */
    public boolean mayReceive(ComponentName component, Topic topic) {
        return topic.isFor(component)
                && held(component, Right.SUBSCRIBE).stream().anyMatch(pattern -> pattern.matches(topic));
    }

    /** Whether a subscription to everything that starts with {@code prefix} can ever be served. */
    boolean maySubscribe(ComponentName component, String prefix) {
        return held(component, Right.SUBSCRIBE).stream().anyMatch(pattern -> pattern.mayMatchUnder(prefix));
    }

    private List<TopicPattern> held(ComponentName component, Right right) {
        return patterns.getOrDefault(new Holder(component, right), List.of());
    }
}
