package dev.shieldwall.model.command;

import dev.shieldwall.model.codec.TypeName;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.model.session.SessionId;
import java.util.List;

/** Commands on sessions, each by the principal for itself. */
public sealed interface SessionCommand extends Command {

    /**
     * Opens a session.
     *
     * @param participants registered principals or replicas
     * @param timeoutMillis lifetime from block time; bounded by genesis
     */
    @TypeName("session.establish")
    record Establish(SessionId sessionId, List<PrincipalId> participants, long timeoutMillis)
            implements SessionCommand {
        public Establish {
            participants = CommandLimits.principals("participants", participants);
            if (timeoutMillis <= 0) {
                throw new IllegalArgumentException("timeoutMillis is positive");
            }
        }
    }

    /** Closes a session before its time. */
    @TypeName("session.close")
    record Close(SessionId sessionId) implements SessionCommand {}
}
