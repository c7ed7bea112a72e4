package dev.shieldwall.session.readmodel;

import dev.shieldwall.model.event.Event;
import dev.shieldwall.service.projection.ProjectedBlock;
import dev.shieldwall.service.projection.ProjectionHandler;
import org.springframework.stereotype.Component;

/** Folds session events into the table of sessions. */
@Component
class SessionProjection implements ProjectionHandler {

    private final SessionReadModel sessions;

    SessionProjection(SessionReadModel sessions) {
        this.sessions = sessions;
    }

    @Override
    public void apply(ProjectedBlock block) {
        block.commands().forEach(command -> command.result().events().forEach(event -> apply(event, block.height())));
    }

    private void apply(Event event, long height) {
        switch (event) {
            case Event.SessionEstablished(var session) -> sessions.add(session);
            case Event.SessionClosed(var id) -> sessions.replace(sessions.find(id).orElseThrow().closed(height));
            case Event.IdentityRegistered _, Event.IdentityRevoked _, Event.CapabilityGranted _,
                    Event.CapabilityRevoked _ -> {}
        }
    }
}
