package dev.shieldwall.crypto.key;

import dev.shieldwall.crypto.key.KeyDecision.Accepted;
import dev.shieldwall.crypto.key.KeyDecision.Refused;
import dev.shieldwall.crypto.signature.SignatureAlgorithm;
import dev.shieldwall.crypto.signature.SignaturePrivateKey;
import java.security.SecureRandom;
import java.time.Instant;

/** Keys for tests, and decisions taken apart. */
public final class TestKeys {

    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static final SecureRandom RANDOM = new SecureRandom();

    private TestKeys() {}

    public static KeyMaterial pair() {
        return pair(SignatureAlgorithm.ED25519);
    }

    public static KeyMaterial pair(SignatureAlgorithm algorithm) {
        return new KeyMaterial.PrivateKey(SignaturePrivateKey.generate(algorithm, RANDOM));
    }

    public static KeyMaterial secret(SecretAlgorithm algorithm) {
        return KeyMaterial.Secret.generate(algorithm, RANDOM);
    }

    /** A key that belongs to the class. */
    public static KeyMaterial fit(KeyClass keyClass) {
        return switch (keyClass) {
            case SIGNING, COMPONENT_IDENTITY -> pair();
            case COMMUNITY -> secret(SecretAlgorithm.HMAC_SHA_256);
            case CHANNEL_SESSION -> secret(SecretAlgorithm.XCHACHA20_POLY1305);
            case GROUP_EPOCH, MESH_EPOCH -> secret(SecretAlgorithm.HKDF_SHA_256);
        };
    }

    public static KeyRing ring(KeyClass keyClass) {
        return accepted(KeyRing.create(keyClass, fit(keyClass), START));
    }

    public static KeyRing accepted(KeyDecision decision) {
        return switch (decision) {
            case Accepted(KeyRing ring, KeyEvent _) -> ring;
            case Refused(KeyRefusal reason) -> throw new AssertionError("refused: " + reason);
        };
    }

    public static KeyEvent event(KeyDecision decision) {
        return decision instanceof Accepted(KeyRing _, KeyEvent event) ? event : (KeyEvent) fail(decision);
    }

    private static Object fail(KeyDecision decision) {
        throw new AssertionError("refused: " + decision);
    }

    /** With a fresh key as the primary. */
    public static KeyRing rotated(KeyRing ring, Instant at) {
        KeyMaterial fresh = fit(ring.keyClass());
        return accepted(accepted(ring.add(fresh, at)).rotate(fresh.id(), at));
    }
}
