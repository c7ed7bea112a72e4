package dev.shieldwall.crypto.key;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.hash.Sha256;
import dev.shieldwall.crypto.kdf.Argon2id;
import dev.shieldwall.crypto.kem.KemAlgorithm;
import dev.shieldwall.crypto.kem.KemPrivateKey;
import dev.shieldwall.crypto.signature.Ed25519PrivateKey;
import dev.shieldwall.crypto.signature.KeyRejectedException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Keys that AICO derives from one master key for each component (S4-14), as its program computes them: password is
 * the master key and a label, the salt is a hash of the component's name.
 *
 * <p>Guarantee: the same master key and name give the same key, and one component's key tells nothing of another's. Not
 * guaranteed: recovery. A derived key cannot be rotated by itself; who finds one compromised changes the master key, and
 * with it all of them. Components that need not agree with that program take a random key in a {@link KeyRing}.
 */
public final class ComponentKeys {

    /** AICO's master keys have 32. */
    public static final int MASTER_BYTES = 32;

    private static final Argon2id.Cost COST = new Argon2id.Cost(65_536, 1, 2);
    private static final int SALT_BYTES = 16;
    private static final int CURVE_BYTES = 64;
    private static final Pattern COMPONENT = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    private ComponentKeys() {}

    /** The Ed25519 identity of a component. */
    public static Ed25519PrivateKey transportIdentity(SecretBytes master, String component) {
        byte[] seed = derived(master, "transport", component, Ed25519PrivateKey.SEED_BYTES);
        try {
            return Ed25519PrivateKey.fromSeed(seed);
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    /** The CurveZMQ key of a component: the first half of what is derived. */
    public static KemPrivateKey curveKey(SecretBytes master, String component) {
        byte[] derived = derived(master, "curve", component, CURVE_BYTES);
        byte[] secret = Arrays.copyOf(derived, CURVE_BYTES / 2);
        try {
            return KemPrivateKey.of(KemAlgorithm.X25519, secret);
        } catch (KeyRejectedException e) {
            throw new CryptoBug("any 32 bytes are an X25519 key", e);
        } finally {
            Arrays.fill(derived, (byte) 0);
            Arrays.fill(secret, (byte) 0);
        }
    }

    private static byte[] derived(SecretBytes master, String use, String component, int bytes) {
        if (master.length() != MASTER_BYTES || !COMPONENT.matcher(component).matches()) {
            throw new IllegalArgumentException("a master key has 32 bytes, a component 1 to 64 letters, digits, '_', '.' or '-'");
        }
        byte[] salt = Arrays.copyOf(Sha256.hash(ascii("aico-" + use + "-salt-" + component)), SALT_BYTES);
        try (SecretBytes password = joined(master, ascii("aico-" + use + "-" + component));
                SecretBytes derived = Argon2id.derive(password, salt, COST, bytes)) {
            return derived.asKey("component").getEncoded();
        }
    }

    private static SecretBytes joined(SecretBytes master, byte[] label) {
        byte[] secret = master.asKey("component").getEncoded();
        byte[] joined = Arrays.copyOf(secret, secret.length + label.length);
        System.arraycopy(label, 0, joined, secret.length, label.length);
        try {
            return SecretBytes.copyOf(joined);
        } finally {
            Arrays.fill(secret, (byte) 0);
            Arrays.fill(joined, (byte) 0);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
