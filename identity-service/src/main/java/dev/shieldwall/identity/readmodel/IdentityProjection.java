package dev.shieldwall.identity.readmodel;

import dev.shieldwall.model.event.Event;
import dev.shieldwall.service.projection.ProjectedBlock;
import dev.shieldwall.service.projection.ProjectedCommand;
import dev.shieldwall.service.projection.ProjectionHandler;
import dev.shieldwall.service.projection.RowNumbers;
import jakarta.persistence.EntityManager;
import java.util.List;
import org.springframework.stereotype.Component;

/** Folds identity events into the table of identities. */
@Component
class IdentityProjection implements ProjectionHandler {

    private final EntityManager rows;
    private final IdentityRepository identities;

    IdentityProjection(EntityManager rows, IdentityRepository identities) {
        this.rows = rows;
        this.identities = identities;
    }

    @Override
    public void apply(List<ProjectedBlock> blocks) {
        var numbers = new RowNumbers(identities::last);
        for (ProjectedBlock block : blocks) {
            for (ProjectedCommand command : block.commands()) {
                command.result().events().forEach(event -> apply(event, block.height(), numbers));
            }
        }
    }

    private void apply(Event event, long height, RowNumbers numbers) {
        switch (event) {
            case Event.IdentityRegistered(var identity) ->
                rows.persist(new StoredIdentity(numbers.next(), identity));
            case Event.IdentityRevoked(var id, var reason) ->
                identities.row(id.value()).orElseThrow().revoke(height, reason);
            case Event.CapabilityGranted _, Event.CapabilityRevoked _, Event.SessionEstablished _,
                    Event.SessionClosed _ -> {}
        }
    }
}
