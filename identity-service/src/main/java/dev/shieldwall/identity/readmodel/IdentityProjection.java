package dev.shieldwall.identity.readmodel;

import dev.shieldwall.model.event.Event;
import dev.shieldwall.service.projection.ProjectedBlock;
import dev.shieldwall.service.projection.ProjectionHandler;
import org.springframework.stereotype.Component;

/** Folds identity events into the table of identities. */
@Component
class IdentityProjection implements ProjectionHandler {

    private final IdentityReadModel identities;

    IdentityProjection(IdentityReadModel identities) {
        this.identities = identities;
    }

    @Override
    public void apply(ProjectedBlock block) {
        block.commands().forEach(command -> command.result().events().forEach(event -> apply(event, block.height())));
    }

    private void apply(Event event, long height) {
        switch (event) {
            case Event.IdentityRegistered(var identity) -> identities.add(identity);
            case Event.IdentityRevoked(var id, var reason) ->
                identities.replace(identities.find(id).orElseThrow().revoked(height, reason));
            case Event.CapabilityGranted _, Event.CapabilityRevoked _, Event.SessionEstablished _,
                    Event.SessionClosed _ -> {}
        }
    }
}
