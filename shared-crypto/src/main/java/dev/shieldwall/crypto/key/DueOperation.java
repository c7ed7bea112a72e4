package dev.shieldwall.crypto.key;

import java.time.Instant;

/** What the policy asks for; somebody has to do it. */
public sealed interface DueOperation {

    /** Since when it is due. */
    Instant since();

    record Rotate(KeyId primary, Instant since) implements DueOperation {}

    /** Or rotate it in: it has waited for as long as a primary signs. */
    record Retire(KeyId waiting, Instant since) implements DueOperation {}

    record Purge(KeyId retired, Instant since) implements DueOperation {}
}
