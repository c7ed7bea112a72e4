package dev.shieldwall.replica.store;

/**
 * Where the decision on a command stands.
 *
 * @param commandId 16 bytes
 * @param jwsHash SHA-256 of the signed command
 * @param index position in the block of {@code height}, from 0
 */
@SuppressWarnings("ArrayRecordComponent")
public record IndexedDecision(byte[] commandId, String principal, byte[] jwsHash, long height, int index) {}
