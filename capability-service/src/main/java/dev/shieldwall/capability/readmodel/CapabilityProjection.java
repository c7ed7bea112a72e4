package dev.shieldwall.capability.readmodel;

import dev.shieldwall.model.block.BlockHeader;
import dev.shieldwall.model.block.ResultLeaf;
import dev.shieldwall.model.capability.RiskLevel;
import dev.shieldwall.model.command.CapabilityCommand.Authorize;
import dev.shieldwall.model.decision.Authorization;
import dev.shieldwall.model.decision.Decision;
import dev.shieldwall.model.event.Event;
import dev.shieldwall.service.projection.ProjectedBlock;
import dev.shieldwall.service.projection.ProjectedCommand;
import dev.shieldwall.service.projection.ProjectionHandler;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Folds capability events into the table of capabilities, and writes down each authorization with its decision. */
@Component
class CapabilityProjection implements ProjectionHandler {

    private final CapabilityTable capabilities;
    private final DecisionTable decisions;

    CapabilityProjection(CapabilityTable capabilities, DecisionTable decisions) {
        this.capabilities = capabilities;
        this.decisions = decisions;
    }

    @Override
    public void apply(ProjectedBlock block) {
        var authorizations = new ArrayList<Authorization>();
        for (ProjectedCommand command : block.commands()) {
            command.result().events().forEach(event -> apply(event, block.height()));
            if (command.command().payload().command() instanceof Authorize asked) {
                authorizations.add(authorization(block.header(), command.result(), asked));
            }
        }
        if (!authorizations.isEmpty()) {
            decisions.add(authorizations);
        }
    }

    private void apply(Event event, long height) {
        switch (event) {
            case Event.CapabilityGranted(var capability) -> capabilities.add(capability);
            case Event.CapabilityRevoked(var id, var reason) ->
                capabilities.replace(capabilities.find(id).orElseThrow().revoked(height, reason));
            case Event.IdentityRegistered _, Event.IdentityRevoked _, Event.SessionEstablished _,
                    Event.SessionClosed _ -> {}
        }
    }

    private static Authorization authorization(BlockHeader header, ResultLeaf result, Authorize asked) {
        Decision decision = result.decision();
        return new Authorization(
                result.commandId(), result.principal(), asked.sessionId(), asked.capability().dimensions(),
                asked.capability().resources(), asked.context().purpose(), asked.context().urgency(), decision, true,
                price(decision), approvers(decision), header.height(), header.timeMillis(),
                header.height() + "/" + result.index());
    }

    private static @Nullable RiskLevel price(Decision decision) {
        return decision instanceof Decision.Granted granted ? granted.price() : null;
    }

    private static int approvers(Decision decision) {
        return decision instanceof Decision.Granted granted ? granted.approversRequired() : 0;
    }
}
