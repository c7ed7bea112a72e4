package dev.shieldwall.replica.host;

import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A bounded memory of two generations: when the young one is full it becomes the old one and what was not asked for
 * since is forgotten. Thread-safe without a lock on the way that is taken a thousand times a second.
 */
final class Recent<K, V> {

    private final int generation;
    private volatile ConcurrentHashMap<K, V> young = new ConcurrentHashMap<>();
    private volatile ConcurrentHashMap<K, V> old = new ConcurrentHashMap<>();

    /** Remembers at least the last {@code size / 2} entries and about {@code size} at most. */
    Recent(int size) {
        generation = size / 2;
    }

    @Nullable V get(K key) {
        V found = young.get(key);
        if (found == null) {
            found = old.get(key);
            if (found != null) {
                put(key, found);
            }
        }
        return found;
    }

    void put(K key, V value) {
        young.put(key, value);
        if (young.size() >= generation) {
            turn();
        }
    }

    private synchronized void turn() {
        if (young.size() >= generation) {
            old = young;
            young = new ConcurrentHashMap<>();
        }
    }

    int size() {
        return young.size() + old.size();
    }
}
