package dev.shieldwall.client.ledger;

/**
 * A genuine certificate stands over a block that does not follow the one before: this follower's past and the mesh's
 * are different, or more than f replicas lie. Nothing to retry; people must look.
 */
public final class BrokenChainException extends Exception {

    public BrokenChainException(String message) {
        super(message);
    }
}
