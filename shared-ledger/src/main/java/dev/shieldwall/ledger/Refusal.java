package dev.shieldwall.ledger;

/**
 * Why a command may not stand in a block. A block that holds it is invalid as a whole; a replica that receives it alone
 * refuses it, which says nothing about what other replicas did with it.
 */
public enum Refusal {
    /** Longer than {@code Limits.commandBytes}. */
    TOO_LARGE,
    /** For another mesh. */
    WRONG_CHAIN,
    /** The principal used this id for these bytes before: the original decision stands. */
    DUPLICATE,
    /** The principal used this id for other bytes before. */
    CONFLICT,
    /** Block time is after notAfter. */
    EXPIRED,
    /** notAfter lies further ahead of block time than {@code Limits.notAfterAheadMillis}. */
    TOO_FAR_AHEAD,
    /** Neither an operator of genesis nor registered. */
    UNKNOWN_PRINCIPAL,
    /** The command names another key than that of its principal. */
    WRONG_KEY,
    /** The principal, or for a registration its issuer, has as many unexpired command ids as the limits admit. */
    QUOTA,
    /** A registration without a valid attestation by an issuer of genesis. */
    BAD_ATTESTATION,
    BAD_SIGNATURE,
    /** The block has as many commands, or bytes, as the limits admit. */
    BLOCK_FULL,
    /** The block does not follow its parent: height, time or builder. Concerns no single command. */
    NOT_NEXT
}
