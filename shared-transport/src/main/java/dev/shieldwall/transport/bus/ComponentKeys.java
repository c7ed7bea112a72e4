package dev.shieldwall.transport.bus;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.SecretAccess;
import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.hash.Sha256;
import dev.shieldwall.crypto.kdf.Argon2id;
import dev.shieldwall.crypto.kem.KemAlgorithm;
import dev.shieldwall.crypto.kem.KemPrivateKey;
import dev.shieldwall.crypto.signature.KeyRejectedException;
import dev.shieldwall.crypto.signature.SignatureAlgorithm;
import dev.shieldwall.crypto.signature.SignaturePrivateKey;
import dev.shieldwall.transport.bus.core.ComponentName;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The keys of components, each computed from one master key and a name, as the reference computes them: Argon2id over
 * master key and label, 64 MiB, one pass, two lanes.
 *
 * <p>Whoever holds the master key holds every key. Give it to the program that provisions, and to each component only
 * its own keys and the public ones of the others.
 */
public final class ComponentKeys {

    private static final Argon2id.Cost COST = new Argon2id.Cost(65_536, 1, 2);
    private static final String BROKER = "message_bus_broker";
    private static final String CLIENT = "message_bus_client_";
    private static final int SALT_BYTES = 16;
    private static final int CURVE_SECRET_BYTES = 32;

    private ComponentKeys() {}

    /** What the reference derives for its broker and then does not use: there the broker's key is in the source. */
    public static CurveKeyPair broker(SecretBytes master) {
        return curve(master, BROKER);
    }

    public static CurveKeyPair client(SecretBytes master, ComponentName name) {
        return curve(master, CLIENT + name);
    }

    private static CurveKeyPair curve(SecretBytes master, String label) {
        // 64 bytes, of which the reference takes the first half; Argon2id of 32 would be another key.
        byte[] seed = derive(master, "aico-curve-" + label, "aico-curve-salt-" + label, 64);
        byte[] secret = Arrays.copyOf(seed, CURVE_SECRET_BYTES);
        try {
            return CurveKeyPair.of(secret);
        } finally {
            Arrays.fill(seed, (byte) 0);
            Arrays.fill(secret, (byte) 0);
        }
    }

    /** The Ed25519 key with which a component signs what it seals; the reference's transport identity. */
    public static SignaturePrivateKey signing(SecretBytes master, ComponentName name) {
        byte[] seed = derive(master, "aico-transport-" + name, "aico-transport-salt-" + name, 32);
        try {
            return SignaturePrivateKey.of(SignatureAlgorithm.ED25519, seed);
        } catch (KeyRejectedException e) {
            throw new CryptoBug("a derived Ed25519 key is refused", e);
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    /** The key to which others encrypt; ours, the reference has none. */
    public static KemPrivateKey encryption(SecretBytes master, ComponentName name) {
        byte[] seed = derive(master, "shieldwall-bus-kem-" + name, "shieldwall-bus-kem-salt-" + name, 32);
        try {
            return KemPrivateKey.of(KemAlgorithm.X_WING, seed);
        } catch (KeyRejectedException e) {
            throw new CryptoBug("a derived KEM key is refused", e);
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    private static byte[] derive(SecretBytes master, String label, String saltLabel, int bytes) {
        byte[] key = master.copy(SecretAccess.granted());
        byte[] suffix = label.getBytes(StandardCharsets.UTF_8);
        byte[] joined = Arrays.copyOf(key, key.length + suffix.length);
        System.arraycopy(suffix, 0, joined, key.length, suffix.length);
        byte[] salt = Arrays.copyOf(Sha256.hash(saltLabel.getBytes(StandardCharsets.UTF_8)), SALT_BYTES);
        try (SecretBytes password = SecretBytes.copyOf(joined);
                SecretBytes derived = Argon2id.derive(password, salt, COST, bytes)) {
            return derived.copy(SecretAccess.granted());
        } finally {
            Arrays.fill(key, (byte) 0);
            Arrays.fill(joined, (byte) 0);
        }
    }
}
