package dev.shieldwall.replica.host;

import dev.shieldwall.model.codec.Hash;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Callers that wait for the decision on a command. Several may wait for one command. Thread-safe. */
final class PendingCommands {

    private final ConcurrentHashMap<Hash, Wait> waits = new ConcurrentHashMap<>();

    private record Wait(CompletableFuture<Fate> fate, int callers) {}

    /** What became of a command that waited. */
    sealed interface Fate {

        /** Committed, durably; {@code index} is its place in the block. */
        record Committed(ServedBlock block, int index) implements Fate {}

        /** It will not be proposed by this replica any more. */
        record Dropped(Admitted why) implements Fate {}
    }

    CompletableFuture<Fate> register(Hash jwsHash) {
        Wait wait = waits.merge(
                jwsHash, new Wait(new CompletableFuture<>(), 1), (known, _) -> new Wait(known.fate(), known.callers() + 1));
        return wait.fate();
    }

    /** To be called once for each {@link #register}. */
    void release(Hash jwsHash) {
        waits.computeIfPresent(jwsHash, (_, wait) -> wait.callers() == 1 ? null : new Wait(wait.fate(), wait.callers() - 1));
    }

    void complete(Hash jwsHash, Fate fate) {
        @Nullable Wait wait = waits.get(jwsHash);
        if (wait != null) {
            wait.fate().complete(fate);
        }
    }

    boolean isAwaited(Hash jwsHash) {
        return waits.containsKey(jwsHash);
    }

    int size() {
        return waits.size();
    }
}
