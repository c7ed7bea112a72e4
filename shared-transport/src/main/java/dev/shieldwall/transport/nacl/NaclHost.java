package dev.shieldwall.transport.nacl;

import dev.shieldwall.crypto.aead.Secretbox;
import dev.shieldwall.crypto.kem.KemAlgorithm;
import dev.shieldwall.crypto.kem.KemPrivateKey;
import dev.shieldwall.crypto.signature.SigningContext;
import dev.shieldwall.transport.nacl.core.Draw;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** Time of day for handshakes, a clock that nobody sets for sessions, and randomness. */
record NaclHost(InstantSource timeOfDay, LongSupplier nanos, SecureRandom random) {

    static NaclHost system() {
        return new NaclHost(InstantSource.system(), System::nanoTime, new SecureRandom());
    }

    Instant now() {
        return timeOfDay.instant();
    }

    Duration elapsed() {
        return Duration.ofNanos(nanos.getAsLong());
    }

    Draw draw() {
        byte[] challenge = bytes(SigningContext.CHALLENGE_BYTES);
        challenge[0] |= (byte) 0x80; // so that its signature serves in no other context
        return new Draw(KemPrivateKey.generate(KemAlgorithm.X25519, random), challenge, bytes(Secretbox.NONCE_BYTES));
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
