package dev.shieldwall.model.command;

import dev.shieldwall.model.codec.PlainText;
import java.util.List;

/** Bounds that hold for every command, checked when a record is made. */
final class CommandLimits {

    static final int MAX_TEXT = 512;
    static final int MAX_RESOURCES = 64;
    static final int MAX_PRINCIPALS = 64;

    private CommandLimits() {}

    static void requireText(String name, String value) {
        PlainText.require(name, value, MAX_TEXT);
    }

    static List<String> resources(List<String> resources) {
        if (resources.size() > MAX_RESOURCES) {
            throw new IllegalArgumentException("at most " + MAX_RESOURCES + " resources");
        }
        resources.forEach(resource -> requireText("a resource", resource));
        if (resources.stream().distinct().count() != resources.size()) {
            throw new IllegalArgumentException("a resource is named twice");
        }
        return List.copyOf(resources);
    }

    static <T> List<T> principals(String name, List<T> principals) {
        if (principals.size() > MAX_PRINCIPALS) {
            throw new IllegalArgumentException(name + " has at most " + MAX_PRINCIPALS + " entries");
        }
        if (principals.stream().distinct().count() != principals.size()) {
            throw new IllegalArgumentException(name + " names somebody twice");
        }
        return List.copyOf(principals);
    }
}
