package dev.shieldwall.session.readmodel;

import dev.shieldwall.model.event.Event;
import dev.shieldwall.service.projection.ProjectedBlock;
import dev.shieldwall.service.projection.ProjectedCommand;
import dev.shieldwall.service.projection.ProjectionHandler;
import dev.shieldwall.service.projection.RowNumbers;
import jakarta.persistence.EntityManager;
import java.util.List;
import org.springframework.stereotype.Component;

/** Folds session events into the table of sessions. */
@Component
class SessionProjection implements ProjectionHandler {

    private final EntityManager rows;
    private final SessionRepository sessions;

    SessionProjection(EntityManager rows, SessionRepository sessions) {
        this.rows = rows;
        this.sessions = sessions;
    }

    @Override
    public void apply(List<ProjectedBlock> blocks) {
        var numbers = new RowNumbers(sessions::last);
        for (ProjectedBlock block : blocks) {
            for (ProjectedCommand command : block.commands()) {
                command.result().events().forEach(event -> apply(event, block.height(), numbers));
            }
        }
    }

    private void apply(Event event, long height, RowNumbers numbers) {
        switch (event) {
            case Event.SessionEstablished(var session) -> rows.persist(new StoredSession(numbers.next(), session));
            case Event.SessionClosed(var id) ->
                sessions.row(id.value().unsafeArray()).orElseThrow().close(height);
            case Event.IdentityRegistered _, Event.IdentityRevoked _, Event.CapabilityGranted _,
                    Event.CapabilityRevoked _ -> {}
        }
    }
}
