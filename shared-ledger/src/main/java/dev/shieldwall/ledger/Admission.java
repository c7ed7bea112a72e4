package dev.shieldwall.ledger;

/** Whether a command may stand in the next block. */
public sealed interface Admission {

    record Admitted() implements Admission {}

    /** The same bytes were decided before, at this place; the decision there is the answer. */
    record Duplicate(long height, int index) implements Admission {}

    /** {@code detail} is one sentence for people, without secrets. {@code reason} is never {@link Refusal#DUPLICATE}. */
    record Refused(Refusal reason, String detail) implements Admission {}
}
