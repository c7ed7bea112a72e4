package dev.shieldwall.transport.nacl.core;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A server's sessions, one per client, in the order of their handshakes: a new handshake ends the client's last session,
 * and where there is no room the oldest one. Thread-safe.
 */
public final class SessionTable implements AutoCloseable {

    /** A session and when it began, by a clock that nobody sets. */
    public record Entry(BoxSession session, Duration began) {}

    private final int most;
    private final Map<ClientId, Entry> entries = new LinkedHashMap<>();

    public SessionTable(NaclCompatibility compatibility) {
        this.most = compatibility.limits().sessions();
    }

    public synchronized void put(ClientId client, BoxSession session, Duration now) {
        end(entries.remove(client));
        Iterator<Entry> oldest = entries.values().iterator();
        while (oldest.hasNext()) {
            Entry entry = oldest.next();
            if (entries.size() < most && !BoxSession.hasExpired(now.minus(entry.began()))) {
                break;
            }
            entry.session().close();
            oldest.remove();
        }
        entries.put(client, new Entry(session, now));
    }

    public synchronized Optional<Entry> find(ClientId client) {
        return Optional.ofNullable(entries.get(client));
    }

    /** After a change of the list of clients: who is taken off it loses its session, once its requests are answered. */
    public synchronized void end(ClientId client) {
        end(entries.remove(client));
    }

    private static void end(@Nullable Entry entry) {
        if (entry != null) {
            entry.session().close();
        }
    }

    public synchronized int size() {
        return entries.size();
    }

    @Override
    public synchronized void close() {
        entries.values().forEach(entry -> entry.session().close());
        entries.clear();
    }
}
