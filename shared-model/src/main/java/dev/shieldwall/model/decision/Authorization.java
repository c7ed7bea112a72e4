package dev.shieldwall.model.decision;

import dev.shieldwall.model.capability.Dimensions;
import dev.shieldwall.model.capability.RiskLevel;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.model.session.SessionId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was asked and what the ledger decided about it, as the API shows it. The proof is the receipt.
 *
 * @param requested what was to be done
 * @param consensusRequired always true in this version: every decision is one of the replicas
 * @param price the price that was paid; absent when the request was denied
 * @param approversRequired human approvers that the price asks for; 0 when the request was denied
 * @param height of the block
 * @param timeMillis block time
 * @param consensusId {@code height/index}: the place of the command in the order that the replicas agreed on
 */
public record Authorization(
        CommandId commandId, PrincipalId principal, SessionId sessionId, Dimensions requested, List<String> resources,
        String purpose, @Nullable String urgency, Decision decision, boolean consensusRequired,
        @Nullable RiskLevel price, int approversRequired, long height, long timeMillis, String consensusId) {

    public Authorization {
        resources = List.copyOf(resources);
    }
}
