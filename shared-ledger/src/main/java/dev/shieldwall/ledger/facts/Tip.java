package dev.shieldwall.ledger.facts;

/** The last block that is in the state; height 0 and the time of genesis before the first. */
public record Tip(long height, long timeMillis) {}
