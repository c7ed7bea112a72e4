package dev.shieldwall.crypto.key;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * The role that changes the ring and can use no key. Each operation that is accepted has been committed when it
 * returns; keys given to it are the ring's from then on, and remain the caller's where it was refused or failed, but for
 * the replacement in an emergency, which is the ring's even where it failed. Keys that were overwritten are refused.
 */
public final class RingAdministrator {

    private final LiveKeyRing live;

    RingAdministrator(LiveKeyRing live) {
        this.live = live;
    }

    public KeyDecision add(KeyMaterial fresh, Instant at) throws IOException {
        return live.change(ring -> ring.add(fresh, at));
    }

    public KeyDecision rotate(KeyId waiting, Instant at) throws IOException {
        return live.change(ring -> ring.rotate(waiting, at));
    }

    public KeyDecision retire(KeyId waiting, Instant at) throws IOException {
        return live.change(ring -> ring.retire(waiting, at));
    }

    /** Holds in this process even where the commit fails, which it says by throwing. */
    public KeyDecision compromise(KeyId id, Instant at) throws IOException {
        return live.end(id, ring -> ring.compromise(id, at));
    }

    /** Holds in this process even where the commit fails, which it says by throwing; the replacement is the ring's then. */
    public KeyDecision compromisePrimary(KeyMaterial replacement, Instant at) throws IOException {
        KeyId primary = live.use(ring -> ring.primary().id());
        return live.end(primary, ring -> ring.compromisePrimary(replacement, at));
    }

    public KeyDecision purge(KeyId id, Instant at) throws IOException {
        return live.change(ring -> ring.purge(id, at));
    }

    public List<DueOperation> due(Instant at) {
        return live.use(ring -> ring.due(at));
    }

    public Instant nextDue() {
        return live.use(KeyRing::nextDue);
    }
}
