package dev.shieldwall.replica.host;

import dev.shieldwall.consensus.sync.Amnesia;
import dev.shieldwall.model.block.QuorumCertificate;
import dev.shieldwall.replica.store.SmallFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The silence of a replica that does not know what it signed before: a lost or a damaged log. {@link Amnesia} says how
 * long it lasts; this asks the others, with a nonce, and survives restarts by a file. Thread-safe.
 */
final class Quarantine {

    static final int NONCE_BYTES = 16;

    private final SmallFile file;
    private final Committee committee;
    private final byte[] nonce = new byte[NONCE_BYTES];
    private long highestSigned;
    private @Nullable Amnesia amnesia;

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
     * @param signed highest height that is known to have been signed, 0 for none
     */
    synchronized void begin(long signed) throws IOException {
        highestSigned = Math.max(highestSigned, signed);
        amnesia = new Amnesia(committee.group(), committee.self(), highestSigned);
        file.write(Long.toString(highestSigned));
    }

    synchronized boolean isOn() {
        return amnesia != null;
    }

    /** What to ask the others until enough have answered; drawn anew at each start, so an old answer is none. */
    synchronized byte @Nullable [] question() {
        return amnesia != null && !amnesia.knowsEnough() ? nonce.clone() : null;
    }

    /** Peer's certificate for {@code height} was verified, 0 for genesis. */
    synchronized void answered(int peer, byte[] echoed, long height) {
        if (amnesia != null && Arrays.equals(nonce, echoed)) {
            amnesia.answered(peer, height);
        }
    }

    /** Ends it if enough is known; {@code tip} is the newest certificate here, none at genesis. */
    synchronized Optional<Amnesia.Floor> tryEnd(@Nullable QuorumCertificate tip) {
        Optional<Amnesia.Floor> floor = amnesia == null ? Optional.empty() : amnesia.floor(tip);
        if (floor.isPresent()) {
            amnesia = null;
        }
        return floor;
    }

    /** To be called once the signer guard's floor of {@link #tryEnd} is durable. */
    void forget() throws IOException {
        file.delete();
    }

    /** Why nothing is signed, for people. */
    synchronized @Nullable String reason() {
        if (amnesia == null) {
            return null;
        }
        return "signs nothing: own earlier signatures may be lost; " + amnesia.answers() + " of "
                + amnesia.answersNeeded() + " others have told their tip";
    }
}
