package dev.shieldwall.crypto.key;

import dev.shieldwall.crypto.signature.SignatureAlgorithm;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * What keys are for, and the one table of how they are rotated. Periods are those of the requirements; overlaps and
 * purge times are ours, no longer than what was made with the old key needs to arrive.
 */
public enum KeyClass {
    /** Attestations and all else that is signed: S0-99. */
    SIGNING(0x01, days(90, 7, 90), Keeping.IN_FILES, Set.of()),
    /** The key of a component in its channels: kept over restarts (S4-06), rotated as S0-99 says. */
    COMPONENT_IDENTITY(0x02, days(90, 7, 90), Keeping.IN_FILES, Set.of()),
    /** The key that the nodes of a community share: monthly (S1-32), purged when its grace period ends (S1-46). */
    COMMUNITY(0x03, days(30, 1, 1), Keeping.IN_FILES, Set.of(SecretAlgorithm.HMAC_SHA_256)),
    /** S4-26. */
    CHANNEL_SESSION(0x04, seconds(86_400, 60), Keeping.IN_MEMORY,
            Set.of(SecretAlgorithm.XCHACHA20_POLY1305, SecretAlgorithm.CHACHA20_POLY1305, SecretAlgorithm.AES_256_GCM)),
    /** S3-30. */
    GROUP_EPOCH(0x05, seconds(86_400, 600), Keeping.IN_MEMORY,
            Set.of(SecretAlgorithm.HKDF_SHA_256, SecretAlgorithm.AES_256_GCM, SecretAlgorithm.CHACHA20_POLY1305)),
    /** The secret that the mesh's pre-shared keys are derived from: S2-07, S2-29. */
    MESH_EPOCH(0x06, seconds(60, 60), Keeping.IN_MEMORY, Set.of(SecretAlgorithm.HKDF_SHA_256));

    /** Whether keys may be written: what promises forward secrecy (S3-15) must not survive in a file. */
    public enum Keeping {
        IN_FILES,
        IN_MEMORY
    }

    private final byte id;
    private final RotationPolicy policy;
    private final Keeping keeping;
    private final Set<SecretAlgorithm> secrets;

    /** @param secrets none for a class of key pairs */
    KeyClass(int id, RotationPolicy policy, Keeping keeping, Set<SecretAlgorithm> secrets) {
        this.id = (byte) id;
        this.policy = policy;
        this.keeping = keeping;
        this.secrets = secrets;
    }

    private static RotationPolicy days(int rotate, int overlap, int purge) {
        return new RotationPolicy(Duration.ofDays(rotate), Duration.ofDays(overlap), Duration.ofDays(purge));
    }

    /** Purged as soon as it opens nothing more. */
    private static RotationPolicy seconds(int rotate, int overlap) {
        Duration end = Duration.ofSeconds(overlap);
        return new RotationPolicy(Duration.ofSeconds(rotate), end, end);
    }

    public static Optional<KeyClass> ofId(byte id) {
        return Arrays.stream(values()).filter(keyClass -> keyClass.id == id).findFirst();
    }

    public byte id() {
        return id;
    }

    public RotationPolicy policy() {
        return policy;
    }

    public Keeping keeping() {
        return keeping;
    }

    /** Whether keys of this kind and algorithm belong here; experimental signatures never do. */
    boolean admits(KeyMaterial material) {
        return switch (material) {
            case KeyMaterial.Secret secret -> secrets.contains(secret.type());
            case KeyMaterial.PrivateKey pair -> admits(pair.key().algorithm());
            case KeyMaterial.Remote remote -> admits(remote.key().algorithm());
            case KeyMaterial.PublicKey half -> admits(half.key().algorithm());
        };
    }

    private boolean admits(SignatureAlgorithm algorithm) {
        return secrets.isEmpty() && !algorithm.experimental();
    }
}
