package dev.shieldwall.crypto.key;

import dev.shieldwall.crypto.key.KeyDecision.Accepted;
import dev.shieldwall.crypto.key.KeyDecision.Refused;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The keys of one class: exactly one primary, which signs and seals; waiting and retired ones, which only verify and
 * open; and the ids of those that never come back.
 *
 * <p>Immutable. Every operation is a pure decision: it returns the ring as it would be and the event that says so. The
 * keys themselves are shared between the old ring and the new, so whoever commits the new ring afterwards wipes what it
 * dropped, with {@link #closeAllBut}. Times are cut to milliseconds.
 *
 * <p>Time does not go back behind the last change. Not guaranteed: that the clock of the caller is right. A change in a
 * future that is none ends retired keys early and keeps the ring from changing, except for compromises.
 */
public final class KeyRing {

    /** Waiting, primary and retired ones together. */
    public static final int MAX_KEYS = 16;

    /** Ids of compromised and purged keys; the oldest is forgotten. */
    public static final int MAX_SPENT = 500;

    /** Nothing is retired later than this, so that every end can be computed and written down. */
    public static final Instant MAX_TIME = Instant.parse("9000-01-01T00:00:00Z");

    private final KeyClass keyClass;
    private final TreeMap<KeyId, RingKey> keys = new TreeMap<>();
    private final List<KeyId> spent;
    private final Instant lastChange;

    private KeyRing(KeyClass keyClass, Collection<RingKey> keys, List<KeyId> spent, Instant lastChange) {
        this.keyClass = keyClass;
        keys.forEach(key -> this.keys.put(key.id(), key));
        this.spent = List.copyOf(spent);
        this.lastChange = lastChange;
        requireInvariants(keys.size());
    }

    private void requireInvariants(int given) {
        boolean kind = keys.values().stream().map(RingKey::material).allMatch(keyClass::admits);
        long primaries = keys.values().stream().filter(key -> key.stage() instanceof Stage.Primary).count();
        Set<KeyId> distinct = new LinkedHashSet<>(spent);
        if (keys.size() != given || distinct.size() != spent.size() || keys.keySet().stream().anyMatch(distinct::contains)) {
            throw new IllegalArgumentException("a key stands in the ring twice, or is spent");
        }
        if (primaries != 1 || !kind || given > MAX_KEYS || spent.size() > MAX_SPENT || !isTime(lastChange)) {
            throw new IllegalArgumentException("not a ring of " + keyClass + ": " + primaries + " primary keys, " + given
                    + " keys, " + spent.size() + " spent");
        }
    }

    private static boolean isTime(Instant at) {
        return !at.isBefore(Instant.EPOCH) && !at.isAfter(MAX_TIME);
    }

    /** As it was stored. @throws IllegalArgumentException if it is not a ring */
    public static KeyRing restore(KeyClass keyClass, Collection<RingKey> keys, List<KeyId> spent, Instant lastChange) {
        return new KeyRing(keyClass, keys, spent, lastChange);
    }

    /** A ring of one key. It takes the key over when it is committed. */
    public static KeyDecision create(KeyClass keyClass, KeyMaterial first, Instant at) {
        Instant now = time(at);
        Optional<KeyRefusal> fault = faultOf(keyClass, first);
        if (fault.isPresent()) {
            return new Refused(fault.get());
        }
        RingKey primary = RingKey.of(first, new Stage.Primary(now));
        return new Accepted(
                new KeyRing(keyClass, List.of(primary), List.of(), now),
                new KeyEvent.Created(now, keyClass, primary.id(), first.algorithm()));
    }

    /** Adds a key that is understood from now on and signs once it is rotated in. */
    public KeyDecision add(KeyMaterial fresh, Instant at) {
        Instant now = time(at);
        Optional<KeyRefusal> fault = faultOf(fresh);
        if (fault.isPresent() || now.isBefore(lastChange)) {
            return new Refused(fault.orElse(KeyRefusal.CLOCK_WENT_BACK));
        }
        if (keys.size() == MAX_KEYS) {
            return new Refused(KeyRefusal.FULL);
        }
        RingKey waiting = RingKey.of(fresh, new Stage.Waiting(now));
        return new Accepted(
                changed(now).with(waiting).ring(),
                new KeyEvent.Added(now, keyClass, waiting.id(), fresh.algorithm()));
    }

    private static Optional<KeyRefusal> faultOf(KeyClass keyClass, KeyMaterial fresh) {
        if (!keyClass.admits(fresh) || fresh instanceof KeyMaterial.PublicKey) {
            return Optional.of(KeyRefusal.WRONG_KIND);
        }
        return fresh.isClosed() ? Optional.of(KeyRefusal.CLOSED) : Optional.empty();
    }

    private Optional<KeyRefusal> faultOf(KeyMaterial fresh) {
        Optional<KeyRefusal> fault = faultOf(keyClass, fresh);
        if (fault.isPresent()) {
            return fault;
        }
        List<KeyId> ids = fresh.ids();
        if (ids.stream().anyMatch(spent::contains)) {
            return Optional.of(KeyRefusal.SPENT);
        }
        return ids.stream().anyMatch(keys::containsKey) ? Optional.of(KeyRefusal.DUPLICATE) : Optional.empty();
    }

    /** Makes a waiting key the primary; the one before is retired and verifies for the overlap of its class. */
    public KeyDecision rotate(KeyId waiting, Instant at) {
        Instant now = time(at);
        Optional<KeyRefusal> fault = faultOfWaiting(waiting, now);
        if (fault.isPresent()) {
            return new Refused(fault.get());
        }
        if (hasEnded(existing(waiting), now)) {
            return new Refused(KeyRefusal.TOO_OLD);
        }
        RingKey next = RingKey.of(existing(waiting).material(), new Stage.Primary(now));
        Stage.Retired end = retired(now);
        RingKey old = RingKey.of(primary().material().retired(), end);
        return new Accepted(
                changed(now).with(next).with(old).ring(),
                new KeyEvent.Rotated(now, keyClass, waiting, old.id(), end.until()));
    }

    /** Retires a waiting key that shall not become primary after all. */
    public KeyDecision retire(KeyId waiting, Instant at) {
        Instant now = time(at);
        Optional<KeyRefusal> fault = faultOfWaiting(waiting, now);
        if (fault.isPresent()) {
            return new Refused(fault.get());
        }
        Stage.Retired end = retiredWaiting(existing(waiting), now);
        return new Accepted(
                changed(now).with(RingKey.of(existing(waiting).material().retired(), end)).ring(),
                new KeyEvent.Retired(now, keyClass, waiting, end.until()));
    }

    private Optional<KeyRefusal> faultOfWaiting(KeyId id, Instant now) {
        RingKey key = keys.get(id);
        if (key == null) {
            return Optional.of(KeyRefusal.UNKNOWN_KEY);
        }
        return switch (key.stage()) {
            case Stage.Primary _ -> Optional.of(KeyRefusal.IS_PRIMARY);
            case Stage.Retired _ -> Optional.of(KeyRefusal.NOT_WAITING);
            case Stage.Waiting _ -> now.isBefore(lastChange) ? Optional.of(KeyRefusal.CLOCK_WENT_BACK) : Optional.empty();
        };
    }

    private Stage.Retired retired(Instant now) {
        RotationPolicy policy = keyClass.policy();
        return new Stage.Retired(now, now.plus(policy.overlap()), now.plus(policy.purgeAfter()));
    }

    /** Not to live longer than it would have. */
    private Stage.Retired retiredWaiting(RingKey waiting, Instant now) {
        Stage.Retired full = retired(now);
        Instant end = endOf(waiting).filter(full.until()::isAfter).orElse(full.until());
        return new Stage.Retired(now, later(now, end), full.purge());
    }

    /** Ends a waiting or retired key at once. Taken whatever the clock says: an emergency does not wait for it. */
    public KeyDecision compromise(KeyId id, Instant at) {
        Instant now = time(at);
        RingKey key = keys.get(id);
        if (key == null) {
            return new Refused(spent.contains(id) ? KeyRefusal.SPENT : KeyRefusal.UNKNOWN_KEY);
        }
        if (key.stage() instanceof Stage.Primary) {
            return new Refused(KeyRefusal.IS_PRIMARY);
        }
        return new Accepted(changed(now).without(id).ring(), new KeyEvent.Compromised(now, keyClass, id));
    }

    /** Ends the primary key at once and puts another in its place, whatever the clock says and however full the ring. */
    public KeyDecision compromisePrimary(KeyMaterial replacement, Instant at) {
        Instant now = time(at);
        Optional<KeyRefusal> fault = faultOf(replacement);
        if (fault.isPresent()) {
            return new Refused(fault.get());
        }
        KeyId old = primary().id();
        RingKey next = RingKey.of(replacement, new Stage.Primary(now));
        return new Accepted(
                changed(now).without(old).with(next).ring(),
                new KeyEvent.Replaced(now, keyClass, old, next.id(), replacement.algorithm()));
    }

    /** Forgets a retired key, from the instant on that its class says. */
    public KeyDecision purge(KeyId id, Instant at) {
        Instant now = time(at);
        RingKey key = keys.get(id);
        if (key == null) {
            return new Refused(KeyRefusal.UNKNOWN_KEY);
        }
        if (!(key.stage() instanceof Stage.Retired end)) {
            return new Refused(KeyRefusal.NOT_RETIRED);
        }
        if (now.isBefore(lastChange) || now.isBefore(end.purge())) {
            return new Refused(now.isBefore(lastChange) ? KeyRefusal.CLOCK_WENT_BACK : KeyRefusal.TOO_EARLY);
        }
        return new Accepted(changed(now).without(id).ring(), new KeyEvent.Purged(now, keyClass, id));
    }

    /** What the policy asks for at that time, the longest overdue first. */
    public List<DueOperation> due(Instant at) {
        return allDue().stream().filter(operation -> !at.isBefore(operation.since())).toList();
    }

    /** When something is due next; it may be past. */
    public Instant nextDue() {
        return allDue().getFirst().since();
    }

    private List<DueOperation> allDue() {
        var all = new ArrayList<DueOperation>();
        for (RingKey key : keys.values()) {
            switch (key.stage()) {
                case Stage.Primary(Instant since) ->
                    all.add(new DueOperation.Rotate(key.id(), since.plus(keyClass.policy().rotateAfter())));
                case Stage.Retired end -> all.add(new DueOperation.Purge(key.id(), end.purge()));
                case Stage.Waiting(Instant since) ->
                    all.add(new DueOperation.Retire(key.id(), since.plus(keyClass.policy().rotateAfter())));
            }
        }
        all.sort((left, right) -> left.since().compareTo(right.since()));
        return all;
    }

    public KeyClass keyClass() {
        return keyClass;
    }

    public RingKey primary() {
        return keys.values().stream()
                .filter(key -> key.stage() instanceof Stage.Primary)
                .findFirst()
                .orElseThrow();
    }

    /** In the order of their ids. */
    public List<RingKey> keys() {
        return List.copyOf(keys.values());
    }

    /** Ids that never come back, the oldest first. */
    public List<KeyId> spent() {
        return spent;
    }

    public Instant lastChange() {
        return lastChange;
    }

    /**
     * The key of that id if it verifies and opens at that time, or at the last change if that was later. There is no
     * search: an id names one key or none.
     */
    Optional<KeyMaterial> accepting(KeyId id, Instant at) {
        return Optional.ofNullable(keys.get(id))
                .filter(key -> !hasEnded(key, at))
                .map(RingKey::material);
    }

    /** The last end that stands in this ring; to what is retired later it says nothing. Empty if it has no such key. */
    Optional<Instant> lastEnd(KeyId id) {
        return keys.values().stream().flatMap(key -> endOf(key).stream()).max(Instant::compareTo)
                .filter(end -> keys.containsKey(id));
    }

    private boolean hasEnded(RingKey key, Instant at) {
        return endOf(key).filter(end -> !later(at, lastChange).isBefore(end)).isPresent();
    }

    /** From then on it does not verify. A waiting key ends as if it had been retired when that was due; a primary does not. */
    private Optional<Instant> endOf(RingKey key) {
        RotationPolicy policy = keyClass.policy();
        return switch (key.stage()) {
            case Stage.Waiting(Instant since) -> Optional.of(since.plus(policy.rotateAfter()).plus(policy.overlap()));
            case Stage.Primary _ -> Optional.empty();
            case Stage.Retired(_, Instant until, _) -> Optional.of(until);
        };
    }

    /** Overwrites all secrets that the other ring does not hold; this ring is of no use after that. */
    public void closeAllBut(KeyRing next) {
        var kept = new IdentityHashMap<Object, Boolean>();
        next.keys.values().forEach(key -> kept.put(holder(key.material()), true));
        keys.values().stream()
                .map(RingKey::material)
                .filter(material -> !kept.containsKey(holder(material)))
                .forEach(KeyMaterial::close);
    }

    private static Object holder(KeyMaterial material) {
        return switch (material) {
            case KeyMaterial.PrivateKey(var key) -> key;
            case KeyMaterial.PublicKey(var key) -> key;
            case KeyMaterial.Remote(_, var signer) -> signer;
            case KeyMaterial.Secret(_, var secret) -> secret;
        };
    }

    /** Overwrites all secrets. */
    public void close() {
        keys.values().forEach(key -> key.material().close());
    }

    private RingKey existing(KeyId id) {
        return Optional.ofNullable(keys.get(id)).orElseThrow();
    }

    static Instant later(Instant left, Instant right) {
        return left.isAfter(right) ? left : right;
    }

    private static Instant time(Instant at) {
        if (!isTime(at)) {
            throw new IllegalArgumentException("a time between 1970 and " + MAX_TIME + ", not " + at);
        }
        return at.truncatedTo(ChronoUnit.MILLIS);
    }

    private Draft changed(Instant now) {
        return new Draft(keyClass, new TreeMap<>(keys), new ArrayList<>(spent), later(now, lastChange));
    }

    @Override
    public String toString() {
        return "KeyRing[" + keyClass + ", primary " + primary().id() + ", " + keys.size() + " keys]";
    }

    /** The ring as it is to be. */
    private record Draft(KeyClass keyClass, TreeMap<KeyId, RingKey> keys, List<KeyId> spent, Instant lastChange) {

        Draft with(RingKey key) {
            keys.put(key.id(), key);
            return this;
        }

        Draft without(KeyId id) {
            keys.remove(id);
            spent.add(id);
            if (spent.size() > MAX_SPENT) {
                spent.removeFirst();
            }
            return this;
        }

        KeyRing ring() {
            return new KeyRing(keyClass, keys.values(), spent, lastChange);
        }
    }
}
