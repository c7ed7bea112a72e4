package dev.shieldwall.crypto.key;

import dev.shieldwall.crypto.SecretBytes;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** The role that seals and opens with shared secrets. Secrets it returns are copies, the caller's to close. */
public final class RingSecrets {

    /** A secret under its id, which goes in front of what is sealed with it. */
    public record Named(KeyId id, SecretAlgorithm algorithm, SecretBytes secret) {}

    private final LiveKeyRing live;

    RingSecrets(LiveKeyRing live) {
        this.live = live;
    }

    /** The one to seal with now. */
    public Named primary() {
        return live.use(ring -> named(ring, ring.primary().material()));
    }

    /** The one of that id, if it opens at that time. */
    public Optional<Named> opening(KeyId id, Instant at) {
        return live.accepting(id, at, RingSecrets::named);
    }

    private static Named named(KeyRing ring, KeyMaterial material) {
        return switch (material) {
            case KeyMaterial.Secret(var algorithm, var secret) -> new Named(material.id(), algorithm, copy(secret));
            case KeyMaterial.PrivateKey _, KeyMaterial.PublicKey _, KeyMaterial.Remote _ -> throw LiveKeyRing.wrongRole(ring);
        };
    }

    private static SecretBytes copy(SecretBytes secret) {
        byte[] bytes = secret.asKey("copy").getEncoded();
        try {
            return SecretBytes.copyOf(bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
