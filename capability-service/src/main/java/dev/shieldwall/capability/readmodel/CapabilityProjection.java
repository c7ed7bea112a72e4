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
import dev.shieldwall.service.projection.RowNumbers;
import jakarta.persistence.EntityManager;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Folds capability events into the table of capabilities, and writes down each authorization with its decision. */
@Component
class CapabilityProjection implements ProjectionHandler {

    private final EntityManager rows;
    private final CapabilityRepository capabilities;
    private final DecisionRepository decisions;

    CapabilityProjection(
            EntityManager rows, CapabilityRepository capabilities, DecisionRepository decisions) {
        this.rows = rows;
        this.capabilities = capabilities;
        this.decisions = decisions;
    }

    @Override
    public void apply(List<ProjectedBlock> blocks) {
        var ofCapabilities = new RowNumbers(capabilities::last);
        var ofDecisions = new RowNumbers(decisions::last);
        for (ProjectedBlock block : blocks) {
            for (ProjectedCommand command : block.commands()) {
                command.result().events().forEach(event -> apply(event, block.height(), ofCapabilities));
                if (command.command() instanceof Authorize asked) {
                    var authorization = authorization(block.header(), command.result(), asked);
                    rows.persist(new StoredDecision(ofDecisions.next(), authorization));
                }
            }
        }
    }

    private void apply(Event event, long height, RowNumbers numbers) {
        switch (event) {
            case Event.CapabilityGranted(var capability) ->
                rows.persist(new StoredCapability(numbers.next(), capability));
            case Event.CapabilityRevoked(var id, var reason) ->
                capabilities.row(id.value().unsafeArray()).orElseThrow().revoke(height, reason);
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
