package dev.shieldwall.ledger.facts;

import dev.shieldwall.model.decision.Decision;
import dev.shieldwall.model.decision.Rejection;
import dev.shieldwall.model.event.Event;
import java.util.List;

/** What a rule decided, and the facts that follow from it. A rejection is without events. */
public record Ruling(Decision decision, List<Event> events) {

    public Ruling {
        events = List.copyOf(events);
    }

    public static Ruling accepted(Event event) {
        return new Ruling(new Decision.Accepted(), List.of(event));
    }

    /** An authorization changes nothing in the state beyond its own record. */
    public static Ruling granted(Decision.Granted granted) {
        return new Ruling(granted, List.of());
    }

    /** {@code detail} is one sentence for people, without secrets. */
    public static Ruling rejected(Rejection code, String detail) {
        return new Ruling(new Decision.Rejected(code, detail), List.of());
    }
}
