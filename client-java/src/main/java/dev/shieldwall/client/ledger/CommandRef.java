package dev.shieldwall.client.ledger;

import dev.shieldwall.client.http.Wire;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.command.CommandPayload;
import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.model.decision.CommandId;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.model.receipt.Receipt;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * What it takes to ask for a command's decision later. Worth keeping on disk before submission.
 *
 * @param jwsHash SHA-256 of the signed command: a receipt for other bytes under the same id is not for this command
 */
public record CommandRef(PrincipalId principal, CommandId commandId, long notAfterMillis, Hash jwsHash) {

    public static CommandRef of(SignedCommand command) {
        CommandPayload payload = command.payload();
        return new CommandRef(
                payload.principal(), payload.commandId(), payload.notAfterMillis(), command.jwsHash());
    }

    /** Whether the receipt, genuine or not, speaks about this command. */
    public boolean isNamedBy(Receipt receipt) {
        return receipt.result().jwsHash().equals(jwsHash)
                && receipt.result().commandId().equals(commandId)
                && receipt.result().principal().equals(principal);
    }

    /** Path and query under which a replica, and the gateway, answer for the decision. */
    public String decisionPath() {
        return Wire.DECISIONS + commandId + "?principal="
                + URLEncoder.encode(principal.value(), StandardCharsets.UTF_8);
    }
}
