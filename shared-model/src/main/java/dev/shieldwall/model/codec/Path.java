package dev.shieldwall.model.codec;

import java.util.ArrayList;
import java.util.List;

/** Where in a value a decoder stands, for messages; also counts how deep. Names come from our records, never from input. */
final class Path {

    private final List<Object> steps = new ArrayList<>();

    void enter(String member) {
        steps.add(member);
    }

    void enter(int element) {
        steps.add(element);
    }

    /** Not called when an exception passes through: the path then still says where. */
    void leave() {
        steps.removeLast();
    }

    MalformedException locate(MalformedException e) {
        var text = new StringBuilder();
        for (Object step : steps) {
            if (step instanceof Integer) {
                text.append('[').append(step).append(']');
            } else {
                text.append(text.isEmpty() ? "" : ".").append(step);
            }
        }
        return new MalformedException((text.isEmpty() ? "the value" : text) + " " + e.getMessage(), e);
    }
}
