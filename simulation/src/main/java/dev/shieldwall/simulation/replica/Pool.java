package dev.shieldwall.simulation.replica;

import dev.shieldwall.consensus.pbft.Standing;
import dev.shieldwall.model.codec.Bytes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Commands that wait at one replica, and since when. */
final class Pool {

    private final Map<Bytes, Long> since = new LinkedHashMap<>();
    private boolean anyGone;
    private @Nullable Place place;
    private long placeMillis;

    private record Place(long view, boolean active, long height) {}

    boolean add(Bytes command, long nowMillis) {
        return since.putIfAbsent(command, nowMillis) == null;
    }

    List<Bytes> first(int count) {
        return since.keySet().stream().limit(count).toList();
    }

    boolean isEmpty() {
        return since.isEmpty();
    }

    void removeIf(Predicate<Bytes> isDecided) {
        since.keySet().removeIf(isDecided);
    }

    /**
     * What the host's relay does at a backup while nothing is decided for {@code longMillis}: drops commands that waited
     * for {@code lifeMillis}.
     *
     * @return true when some are gone and none of the others waits for long
     */
    boolean dropExpired(Standing standing, long nowMillis, long lifeMillis, long longMillis) {
        Place here = new Place(standing.view(), standing.active(), standing.height());
        if (!here.equals(place)) {
            place = here;
            placeMillis = nowMillis;
        }
        if (nowMillis - placeMillis < longMillis || !standing.active()) {
            return false;
        }
        anyGone |= since.values().removeIf(start -> nowMillis - start >= lifeMillis);
        if (since.values().stream().anyMatch(start -> nowMillis - start >= longMillis)) {
            return false;
        }
        boolean gone = anyGone;
        anyGone = false;
        return gone;
    }
}
