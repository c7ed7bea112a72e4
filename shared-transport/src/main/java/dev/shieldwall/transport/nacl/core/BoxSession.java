package dev.shieldwall.transport.nacl.core;

import dev.shieldwall.crypto.aead.OpenRejectedException;
import dev.shieldwall.crypto.aead.Secretbox;
import java.time.Duration;
import java.util.Arrays;

/**
 * The one key of a handshake, at one of its ends. No relative of the channel's session: what is said in it has the
 * weaknesses of {@link NaclWeakness}, and no code that wants a channel can be given it.
 *
 * <p>Guarantee: what {@link #open} returns was sealed with this key, not by this side, and was not returned before.
 *
 * <p>Own nonces count up from a random one, with 16 bytes that never change. A peer's random nonce has them once in
 * 2^128, so what comes with them was sealed here and is refused without remembering any of it. Thread-safe.
 */
public final class BoxSession implements AutoCloseable {

    /**
     * The right to answer what came in before the session ended, which no end of it takes away: a peer that is refused the
     * answer takes what was done for undone. To be closed, with or without an answer.
     */
    public final class PendingAnswer implements AutoCloseable {

        private boolean closed;

        private PendingAnswer() {}

        /** As the session seals, but at any age. */
        public byte[] seal(byte[] plaintext) {
            return sealWithNextNonce(plaintext);
        }

        @Override
        public void close() {
            synchronized (BoxSession.this) {
                if (!closed) {
                    closed = true;
                    pendingAnswers--;
                    overwriteWhenDone();
                }
            }
        }
    }

    public static final Duration LIFETIME = Duration.ofSeconds(3600);

    private static final int OWN_PREFIX_BYTES = 16;

    private final Secretbox box;
    private final byte[] nextNonce;
    private final SeenOnce received;
    private boolean ended;
    private int pendingAnswers;

    BoxSession(Secretbox box, byte[] firstNonce, NaclLimits limits) {
        this.box = box;
        this.nextNonce = firstNonce.clone();
        this.received = new SeenOnce(limits.messagesPerSession());
    }

    /** Returns {@code nonce | tag | ciphertext}. The age of the session is by a clock that nobody sets. */
    public synchronized byte[] seal(byte[] plaintext, Duration age) throws NaclRefusedException {
        requireAlive(age);
        return sealWithNextNonce(plaintext);
    }

    /** To be begun before the request is opened, so that the session cannot end between the two. */
    public synchronized PendingAnswer beginAnswer(Duration age) throws NaclRefusedException {
        requireAlive(age);
        pendingAnswers++;
        return new PendingAnswer();
    }

    private synchronized byte[] sealWithNextNonce(byte[] plaintext) {
        if (plaintext.length > SealedRequest.MOST_PLAINTEXT_BYTES) {
            throw new IllegalArgumentException(
                    "an envelope takes " + SealedRequest.MOST_PLAINTEXT_BYTES + " bytes, not " + plaintext.length);
        }
        byte[] sealed = Arrays.copyOf(nextNonce, Secretbox.NONCE_BYTES + Secretbox.TAG_BYTES + plaintext.length);
        byte[] sealedBox = box.seal(nextNonce, plaintext);
        System.arraycopy(sealedBox, 0, sealed, Secretbox.NONCE_BYTES, sealedBox.length);
        countUp();
        return sealed;
    }

    /** In the last 8 bytes; 2^64 messages are more than an hour has. */
    private void countUp() {
        int place = Secretbox.NONCE_BYTES;
        do {
            nextNonce[--place]++;
        } while (nextNonce[place] == 0 && place > OWN_PREFIX_BYTES);
    }

    /** Remembers only what opened, so that nobody else can use up the session's memory. */
    public synchronized byte[] open(byte[] sealed, Duration age) throws NaclRefusedException {
        requireAlive(age);
        requireRoom();
        byte[] nonce = Arrays.copyOf(sealed, Secretbox.NONCE_BYTES);
        if (Arrays.equals(nonce, 0, OWN_PREFIX_BYTES, nextNonce, 0, OWN_PREFIX_BYTES)) {
            throw new NaclRefusedException(NaclRefusal.REFLECTED);
        }
        byte[] plaintext = decrypt(sealed);
        received.take(nonce, NaclRefusal.EXHAUSTED);
        return plaintext;
    }

    private byte[] decrypt(byte[] sealed) throws NaclRefusedException {
        try {
            return box.open(sealed);
        } catch (OpenRejectedException e) {
            throw new NaclRefusedException(NaclRefusal.NOT_AUTHENTIC);
        }
    }

    synchronized void requireAlive(Duration age) throws NaclRefusedException {
        if (ended) {
            throw new NaclRefusedException(NaclRefusal.ENDED);
        }
        if (hasExpired(age)) {
            close();
            throw new NaclRefusedException(NaclRefusal.EXPIRED);
        }
    }

    private void requireRoom() throws NaclRefusedException {
        if (received.isFull()) {
            close();
            throw new NaclRefusedException(NaclRefusal.EXHAUSTED);
        }
    }

    static boolean hasExpired(Duration age) {
        return age.compareTo(LIFETIME) >= 0;
    }

    /** Takes nothing more. Overwrites the key, or leaves that to the last of the answers that it still owes. */
    @Override
    public synchronized void close() {
        ended = true;
        overwriteWhenDone();
    }

    private void overwriteWhenDone() {
        if (ended && pendingAnswers == 0) {
            box.close();
        }
    }
}
