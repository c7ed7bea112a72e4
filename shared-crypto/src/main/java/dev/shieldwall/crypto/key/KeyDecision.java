package dev.shieldwall.crypto.key;

/** What an operation on a ring comes to. Nothing has happened until the caller has committed the new ring. */
public sealed interface KeyDecision {

    record Accepted(KeyRing ring, KeyEvent event) implements KeyDecision {}

    record Refused(KeyRefusal reason) implements KeyDecision {}
}
