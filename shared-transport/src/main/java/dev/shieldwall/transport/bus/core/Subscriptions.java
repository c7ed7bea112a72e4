package dev.shieldwall.transport.bus.core;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which connection asked for which prefixes. Bounded by connections, by connections of a component and by prefixes of a
 * connection. Rights are asked again for each message, so a right that is taken away ends at once.
 */
public final class Subscriptions {

    public static final int MAX_CONNECTIONS = 1_000;
    public static final int MAX_CONNECTIONS_OF_A_COMPONENT = 16;
    public static final int MAX_PREFIXES = 256;
    private static final byte SUBSCRIBE = 1;
    private static final byte UNSUBSCRIBE = 0;
    /**
     * Sorts behind all topics: JeroMQ sends its subscriptions again in this order after a reconnect, so the answer to
     * the last one says that all were heard.
     */
    public static final String WELCOME = "~welcome/";
    private static final Pattern WELCOME_FORM = Pattern.compile(WELCOME + "[0-9a-f]{1,32}");

    /** What a subscriber's frame came to. */
    public sealed interface Outcome {

        record Subscribed() implements Outcome {}

        record Unsubscribed() implements Outcome {}

        record Refused() implements Outcome {}

        /** It wants to know how far we are: this many prefixes hold, this many were refused. */
        record Welcome(byte[] topic, int held, int refused) implements Outcome {}
    }

    private static final class Connection {
        final ComponentName component;
        final Set<String> prefixes = new HashSet<>();
        int refused;

        Connection(ComponentName component) {
            this.component = component;
        }
    }

    private final Map<String, Connection> connections = new HashMap<>();

    /** @param connection a name of the broker's choice */
    public Outcome handle(AccessList rights, String connection, ComponentName component, byte[] frame) {
        if (frame.length == 0
                || frame.length > 1 + Topic.MAX_CHARACTERS
                || (frame[0] != SUBSCRIBE && frame[0] != UNSUBSCRIBE)) {
            return new Outcome.Refused();
        }
        String prefix = new String(frame, 1, frame.length - 1, StandardCharsets.ISO_8859_1);
        if (frame[0] == UNSUBSCRIBE) {
            return unsubscribe(connection, prefix);
        }
        Connection known = connections.get(connection);
        if (known != null && !known.component.equals(component)) {
            connections.remove(connection); // of one that ended unheard; its rights are not for who comes after it
            known = null;
        }
        if (known == null) {
            if (isFull(component)) {
                return new Outcome.Refused();
            }
            known = new Connection(component);
            connections.put(connection, known);
        }
        return subscribe(rights, known, prefix);
    }

    private boolean isFull(ComponentName component) {
        return connections.size() >= MAX_CONNECTIONS
                || connections.values().stream().filter(other -> other.component.equals(component)).count()
                        >= MAX_CONNECTIONS_OF_A_COMPONENT;
    }

    private static Outcome subscribe(AccessList rights, Connection connection, String prefix) {
        if (WELCOME_FORM.matcher(prefix).matches()) {
            return new Outcome.Welcome(
                    prefix.getBytes(StandardCharsets.ISO_8859_1), connection.prefixes.size(), connection.refused);
        }
        if (connection.prefixes.size() >= MAX_PREFIXES || !rights.maySubscribe(connection.component, prefix)) {
            connection.refused++;
            return new Outcome.Refused();
        }
        connection.prefixes.add(prefix);
        return new Outcome.Subscribed();
    }

    private Outcome unsubscribe(String connection, String prefix) {
        Connection known = connections.get(connection);
        if (known != null) {
            known.prefixes.remove(prefix);
        }
        return new Outcome.Unsubscribed();
    }

    /** The connections that asked for this topic and may have it. */
    public List<String> recipients(AccessList rights, Topic topic) {
        String text = topic.toString();
        var recipients = new ArrayList<String>();
        connections.forEach((name, connection) -> {
            if (connection.prefixes.stream().anyMatch(text::startsWith) && rights.mayReceive(connection.component, topic)) {
                recipients.add(name);
            }
        });
        return recipients;
    }

    public void remove(String connection) {
        connections.remove(connection);
    }

    public int connections() {
        return connections.size();
    }
}
