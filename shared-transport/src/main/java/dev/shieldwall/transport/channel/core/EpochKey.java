package dev.shieldwall.transport.channel.core;

import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.aead.AeadAlgorithm;
import dev.shieldwall.crypto.aead.AeadKey;
import dev.shieldwall.crypto.aead.NonceAead;
import dev.shieldwall.crypto.kdf.Hkdf;
import java.nio.charset.StandardCharsets;

/**
 * The key of one direction for one epoch, and the chain that the next one is made of. HKDF goes one way: whoever steals
 * this knows what comes, not what was, once the older ones are closed.
 */
final class EpochKey implements AutoCloseable {

    private static final byte[] KEY = "shieldwall/channel/v1/key".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] RATCHET = "shieldwall/channel/v1/ratchet".getBytes(StandardCharsets.US_ASCII);

    private final int epoch;
    private final SecretBytes chain;
    private final NonceAead aead;

    /** Takes the chain over. */
    private EpochKey(int epoch, SecretBytes chain) {
        this.epoch = epoch;
        this.chain = chain;
        SecretBytes key = Hkdf.SHA_256.expand(chain, KEY, AeadAlgorithm.KEY_BYTES);
        this.aead = new NonceAead(AeadKey.of(AeadAlgorithm.XCHACHA20_POLY1305, key));
    }

    static EpochKey first(SecretBytes secret) {
        return new EpochKey(0, secret);
    }

    /** This key stays open until its owner closes it. */
    EpochKey next() {
        return new EpochKey(Math.incrementExact(epoch), Hkdf.SHA_256.expand(chain, RATCHET, 32));
    }

    int epoch() {
        return epoch;
    }

    NonceAead aead() {
        return aead;
    }

    @Override
    public void close() {
        chain.close();
        aead.close();
    }
}
