package dev.shieldwall.model.receipt;

import dev.shieldwall.model.decision.Decision;

/** What a genuine receipt means for somebody who has to act on it. Only {@link Valid} permits. */
public sealed interface Verdict {

    /** The operation may run: once per command id, until the grant ends. */
    record Valid(Decision.Granted granted) implements Verdict {}

    /** It was granted, and the grant has ended. */
    record Expired(Decision.Granted granted) implements Verdict {}

    /** It was granted for something else. {@code what} names the first difference. */
    record Mismatch(Decision.Granted granted, String what) implements Verdict {}

    /** The mesh refused the command. */
    record Denied(Decision.Rejected rejected) implements Verdict {}

    /** A command other than an authorization took effect; it permits no operation. */
    record Recorded() implements Verdict {}
}
