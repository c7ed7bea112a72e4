package dev.shieldwall.crypto.kem;

import dev.shieldwall.crypto.SecretBytes;

/** A shared secret, and the ciphertext by which the holder of the private key gets the same. */
public final class Encapsulation implements AutoCloseable {

    private final SecretBytes sharedSecret;
    private final byte[] ciphertext;

    Encapsulation(SecretBytes sharedSecret, byte[] ciphertext) {
        this.sharedSecret = sharedSecret;
        this.ciphertext = ciphertext;
    }

    /** Wiped when this object is closed. */
    public SecretBytes sharedSecret() {
        return sharedSecret;
    }

    /** The id byte of the algorithm, then the ciphertext. */
    public byte[] ciphertext() {
        return ciphertext.clone();
    }

    @Override
    public void close() {
        sharedSecret.close();
    }

    @Override
    public String toString() {
        return "Encapsulation[" + sharedSecret + "]";
    }
}
