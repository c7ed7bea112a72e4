package dev.shieldwall.crypto.key;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.key.KeyDecision.Accepted;
import dev.shieldwall.crypto.key.KeyDecision.Refused;
import dev.shieldwall.crypto.signature.SigningContext;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The ring that a process works with now. Whoever makes it hands out narrower roles and keeps this object: one who
 * signs cannot rotate, one who verifies cannot sign, one who administers cannot sign.
 *
 * <p>Thread-safe. Nobody uses a key while it is overwritten. A clock that goes back while the process runs does not bring
 * an ended key back; over a restart the ring remembers its last change only.
 */
public final class LiveKeyRing {

    /**
     * Makes an operation last, for instance by writing a sealed file and the event to a journal, in one go or not at all.
     * Where it throws {@link NotDurableException} the operation holds; it is given the event once more before the next,
     * which does not hold as long as that fails.
     */
    @FunctionalInterface
    public interface Commit {

        void commit(KeyRing next, KeyEvent event) throws IOException;
    }

    /** Held for as long as a commit takes; who signs or verifies never waits for it. */
    private final ReentrantLock changes = new ReentrantLock();

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final Commit commit;
    private final AtomicReference<Instant> latest = new AtomicReference<>(Instant.EPOCH);
    private KeyRing ring;

    /** Keys of emergencies that stand in line, and of how many each. */
    private final Map<KeyId, Integer> ending = new ConcurrentHashMap<>();

    /** What holds in memory and not yet elsewhere, or not for sure. */
    private final Queue<KeyEvent> unwritten = new ArrayDeque<>();

    public LiveKeyRing(KeyRing ring, Commit commit) {
        this.ring = ring;
        this.commit = commit;
    }

    public RingSigner signer(SigningContext context) {
        return new RingSigner(this, context);
    }

    public RingVerifier verifier(SigningContext context) {
        return new RingVerifier(this, context);
    }

    public RingSecrets secrets() {
        return new RingSecrets(this);
    }

    public RingAdministrator administrator() {
        return new RingAdministrator(this);
    }

    /** The key of that id if it verifies and opens at the latest time that this ring was asked about. */
    <T> Optional<T> accepting(KeyId id, Instant at, BiFunction<KeyRing, KeyMaterial, T> reader) {
        return use(ring -> ring.accepting(id, remembered(ring, id, at))
                .filter(material -> !ending.containsKey(id))
                .map(material -> reader.apply(ring, material)));
    }

    /**
     * Who asks for a key that is not ours, moves no time. A mistaken clock moves it to the last end in the ring and not
     * beyond, so that it ends no key that is retired later.
     */
    private Instant remembered(KeyRing ring, KeyId id, Instant at) {
        Instant told = ring.lastEnd(id).map(end -> end.isBefore(at) ? end : at).orElse(Instant.EPOCH);
        return KeyRing.later(at, latest.accumulateAndGet(told, KeyRing::later));
    }

    <T> T use(Function<KeyRing, T> reader) {
        lock.readLock().lock();
        try {
            return reader.apply(ring);
        } finally {
            lock.readLock().unlock();
        }
    }

    /**
     * Commits first, then works with the new ring; where that fails nothing has changed. A compromised key is the
     * exception: it is dropped even if that cannot be written down, and the caller learns that it would be back after a
     * restart. Whatever is asked next, the same once more or anything else, tries first to write that down.
     */
    KeyDecision change(Function<KeyRing, KeyDecision> operation) throws IOException {
        return inTurn(operation, event -> false);
    }

    /** The key is accepted no more while this waits for another change, whose disk may hang; nor afterwards, unless refused. */
    KeyDecision end(KeyId id, Function<KeyRing, KeyDecision> operation) throws IOException {
        ending.merge(id, 1, Integer::sum);
        try {
            return inTurn(operation, event -> ended(event).filter(id::equals).isPresent());
        } finally {
            ending.computeIfPresent(id, (same, count) -> count == 1 ? null : count - 1);
        }
    }

    /** @param asked an event that this asks for once more: as long as that is not written, it is not refused */
    private KeyDecision inTurn(Function<KeyRing, KeyDecision> operation, Predicate<KeyEvent> asked) throws IOException {
        changes.lock();
        try {
            KeyDecision decision = operation.apply(ring);
            switch (decision) {
                case Accepted(KeyRing next, KeyEvent event) when isEmergency(event) -> drop(next, event);
                case Accepted(KeyRing next, KeyEvent event) -> take(next, event);
                case Refused _ -> writeUnlessRefused(asked);
            }
            return decision;
        } finally {
            changes.unlock();
        }
    }

    private void drop(KeyRing next, KeyEvent event) throws IOException {
        adopt(next);
        unwritten.add(event);
        writeUnwritten();
    }

    /** What others could not write is no business of one who is refused: to him an exception would say that it holds. */
    private void writeUnlessRefused(Predicate<KeyEvent> asked) throws IOException {
        try {
            writeEarlier();
        } catch (IOException e) {
            if (unwritten.stream().anyMatch(asked)) {
                throw e;
            }
        }
    }

    private static boolean isEmergency(KeyEvent event) {
        return ended(event).isPresent();
    }

    /** The key that an emergency ended. */
    private static Optional<KeyId> ended(KeyEvent event) {
        return switch (event) {
            case KeyEvent.Compromised emergency -> Optional.of(emergency.key());
            case KeyEvent.Replaced emergency -> Optional.of(emergency.compromised());
            case KeyEvent.Created _, KeyEvent.Added _, KeyEvent.Rotated _, KeyEvent.Retired _, KeyEvent.Purged _ ->
                Optional.empty();
        };
    }

    private void take(KeyRing next, KeyEvent event) throws IOException {
        writeEarlier();
        try {
            commit.commit(next, event);
        } catch (NotDurableException e) {
            adopt(next);
            unwritten.add(event);
            throw e;
        }
        adopt(next);
    }

    /** {@link NotDurableException} would say that what is asked now holds. */
    private void writeEarlier() throws IOException {
        try {
            writeUnwritten();
        } catch (NotDurableException e) {
            throw new IOException("an earlier change is not durable; this call changed nothing", e);
        }
    }

    private void writeUnwritten() throws IOException {
        while (!unwritten.isEmpty()) {
            commit.commit(ring, unwritten.element());
            unwritten.remove();
        }
    }

    private void adopt(KeyRing next) {
        lock.writeLock().lock();
        try {
            KeyRing before = ring;
            ring = next;
            before.closeAllBut(next);
        } finally {
            lock.writeLock().unlock();
        }
    }

    static CryptoBug wrongRole(KeyRing ring) {
        return new CryptoBug("keys of " + ring.keyClass() + " do not serve this role");
    }
}
