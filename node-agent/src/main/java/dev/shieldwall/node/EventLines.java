package dev.shieldwall.node;

import dev.shieldwall.transport.asoc.NodeEvent;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.Consumer;

/** Events in plain words, a line each. */
final class EventLines implements Consumer<NodeEvent> {

    private final PrintStream out;

    EventLines(PrintStream out) {
        this.out = out;
    }

    @Override
    public void accept(NodeEvent event) {
        out.println("  " + event.address().getHostAddress() + "  " + words(event));
    }

    static String words(NodeEvent event) {
        return switch (event) {
            case NodeEvent.Authenticated e -> "connected with " + e.node() + " (" + words(e.assurance()) + ")";
            case NodeEvent.UnexpectedNode e -> "nobody expected " + e.node();
            case NodeEvent.AuthenticationFailed e -> "not let in: " + lower(e.reason());
            case NodeEvent.ReplayDetected _ -> "replayed an old message";
            case NodeEvent.LockedOut _ -> "is locked out after too many failures";
            case NodeEvent.TurnedAway e -> "turned away: " + lower(e.reason());
            case NodeEvent.PeerRefused e -> e.node() + " is cut off: " + lower(e.reason());
            case NodeEvent.Disconnected e -> "connection with " + e.node() + " is over";
            case NodeEvent.AnnouncementRefused e -> "announcement refused: " + lower(e.reason());
            case NodeEvent.KeyTaken e -> "took a new cluster key from " + e.node();
            case NodeEvent.KeyWithheld e -> e.node() + " is not pinned and was not told the new cluster key";
            case NodeEvent.KeyAcknowledged e -> e.node() + " has the new cluster key";
        };
    }

    static String words(NodeEvent.Assurance assurance) {
        return switch (assurance) {
            case SHARED_KEY -> "old protocol: it knows the cluster key, no more is known";
            case IDENTITY -> "sealed; its identity key is not pinned";
            case PINNED_IDENTITY -> "sealed, identity key as pinned";
        };
    }

    private static String lower(Enum<?> reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
