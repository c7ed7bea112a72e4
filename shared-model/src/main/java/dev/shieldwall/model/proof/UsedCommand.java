package dev.shieldwall.model.proof;

import dev.shieldwall.model.codec.Hash;

/**
 * That a command id was used: where its decision stands, and for which bytes.
 *
 * @param jwsHash SHA-256 of the signed command
 * @param index position in the block, from 0
 */
public record UsedCommand(Hash jwsHash, long height, int index) {}
