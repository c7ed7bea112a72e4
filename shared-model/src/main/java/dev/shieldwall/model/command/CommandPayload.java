package dev.shieldwall.model.command;

import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.decision.CommandId;
import dev.shieldwall.model.identity.PrincipalId;

/**
 * The payload of every signed command.
 *
 * @param chainId the mesh that it is for: SHA-256 of its genesis
 * @param commandId 128 random bits; (principal, commandId) is used once
 * @param principal who signs
 * @param notAfterMillis last block time at which it may take effect; at most ten minutes ahead
 */
public record CommandPayload(
        Hash chainId, CommandId commandId, PrincipalId principal, long notAfterMillis, Command command) {

    public CommandPayload {
        if (notAfterMillis < 0) {
            throw new IllegalArgumentException("notAfterMillis is negative");
        }
    }
}
