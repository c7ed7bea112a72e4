package dev.shieldwall.crypto.key;

import java.time.Instant;

/** What happened to a ring, for the audit trail (S3-37). Holds ids and times, never a key. */
public sealed interface KeyEvent {

    Instant at();

    KeyClass keyClass();

    record Created(Instant at, KeyClass keyClass, KeyId primary, String algorithm) implements KeyEvent {}

    record Added(Instant at, KeyClass keyClass, KeyId key, String algorithm) implements KeyEvent {}

    record Rotated(Instant at, KeyClass keyClass, KeyId primary, KeyId retired, Instant verifiesUntil)
            implements KeyEvent {}

    record Retired(Instant at, KeyClass keyClass, KeyId key, Instant verifiesUntil) implements KeyEvent {}

    /** Ended at once, without overlap. */
    record Compromised(Instant at, KeyClass keyClass, KeyId key) implements KeyEvent {}

    /** The primary key ended at once and another took its place. */
    record Replaced(Instant at, KeyClass keyClass, KeyId compromised, KeyId primary, String algorithm)
            implements KeyEvent {}

    record Purged(Instant at, KeyClass keyClass, KeyId key) implements KeyEvent {}
}
