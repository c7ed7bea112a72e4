package dev.shieldwall.crypto.key;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * The role that changes the ring and can use no key. Each operation that is accepted has been committed when it
 * returns; keys given to it are the ring's from then on, and remain the caller's where it was refused or failed, but for
 * the replacement in an emergency that failed: the ring may use it, so it is not to be overwritten. Keys that were
 * overwritten are refused.
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

    /**
     * Ends the key that leaked, whatever it is when its turn comes. If it is the primary then, the replacement takes its
     * place ({@link KeyEvent.Replaced}). If another took its place meanwhile, or it never was the primary, that one stays
     * ({@link KeyEvent.Compromised}), and so does the replacement, with the caller. Holds in this process even where the
     * commit fails, which it says by throwing; whether the replacement is in use is not said then.
     */
    public KeyDecision compromisePrimary(KeyId leaked, KeyMaterial replacement, Instant at) throws IOException {
        return live.end(leaked, ring -> ring.primary().id().equals(leaked)
                ? ring.compromisePrimary(replacement, at)
                : ring.compromise(leaked, at));
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
