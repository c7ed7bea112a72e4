package dev.shieldwall.ledger.facts;

/**
 * When a rule decides.
 *
 * @param height of the block that holds the command
 * @param timeMillis block time
 */
public record Moment(long height, long timeMillis) {}
