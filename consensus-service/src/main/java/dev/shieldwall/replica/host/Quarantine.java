package dev.shieldwall.replica.host;

import dev.shieldwall.replica.store.SmallFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The silence of a replica that does not know what it signed before: a lost or a damaged log. It signs nothing until
 * q-1 others have answered a fresh question with their certified tip, and it has synced beyond the highest of them by
 * as many heights as may have been in flight, by certificates without its vote (consensus.md 1.5). Survives restarts
 * by a file. Thread-safe.
 */
final class Quarantine {

    static final int NONCE_BYTES = 16;
    /** One height in flight, and one more. */
    private static final long MARGIN = 2;

    private final SmallFile file;
    private final Committee committee;
    private final Map<Integer, Long> tips = new TreeMap<>();
    private final byte[] nonce = new byte[NONCE_BYTES];
    private long lowest;
    private boolean on;

    Quarantine(Path folder, Committee committee) {
        this.file = new SmallFile(folder, "quarantine");
        this.committee = committee;
        new SecureRandom().nextBytes(nonce);
    }

    /** Goes on with a quarantine that a restart interrupted. */
    void resume() throws IOException {
        String content = file.read();
        if (content != null) {
            begin(Long.parseLong(content));
        }
    }

    /**
     * Begins, durably, before a new log is written.
     *
     * @param highestSigned highest height that is known to have been signed, 0 for none
     */
    synchronized void begin(long highestSigned) throws IOException {
        lowest = Math.max(lowest, highestSigned == 0 ? 0 : highestSigned + MARGIN);
        on = true;
        tips.clear();
        file.write(Long.toString(highestSigned));
    }

    synchronized boolean isOn() {
        return on;
    }

    /** What to ask the others until enough have answered; drawn anew at each start, so an old answer is none. */
    synchronized byte @Nullable [] question() {
        return on && !enough() ? nonce.clone() : null;
    }

    private boolean enough() {
        return tips.size() >= committee.group().replicas().quorum() - 1;
    }

    /**
     * Peer's certificate for {@code height} was verified, 0 for genesis, and it knew our question. The first answer of a
     * peer counts: it came after all that may be lost, and who waits for later ones runs after a tip that moves on.
     */
    synchronized void answered(int peer, byte[] echoed, long height) {
        if (on && Arrays.equals(nonce, echoed) && peer != committee.self()) {
            tips.putIfAbsent(peer, height);
        }
    }

    /** Ends it if enough is known and {@code height} is committed here; returns the first height that may be signed. */
    synchronized long tryEnd(long height) throws IOException {
        if (!on || !enough()) {
            return -1;
        }
        long highest = tips.values().stream().mapToLong(Long::longValue).max().orElse(0);
        long from = Math.max(lowest, highest + MARGIN);
        if (height < from) {
            return -1;
        }
        on = false;
        return from;
    }

    /** To be called once the signer guard's floor of {@link #tryEnd} is durable. */
    void forget() throws IOException {
        file.delete();
    }

    /** Why nothing is signed, for people. */
    synchronized @Nullable String reason() {
        if (!on) {
            return null;
        }
        return "signs nothing: own earlier signatures may be lost; " + tips.size() + " of "
                + (committee.group().replicas().quorum() - 1) + " others have told their tip";
    }
}
