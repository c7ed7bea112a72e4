package dev.shieldwall.client.ledger;

import java.net.URI;

/**
 * How one replica has behaved towards this client since it started.
 *
 * @param decided genuine receipts
 * @param refused commands that it did not admit
 * @param failed no answer, an unusable one, or a stream that broke
 * @param forged receipts or blocks that did not verify: the replica lies or belongs to another mesh
 */
public record ReplicaRecord(URI replica, long decided, long refused, long failed, long forged) {}
