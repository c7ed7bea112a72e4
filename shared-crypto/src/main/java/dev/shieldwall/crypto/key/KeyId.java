package dev.shieldwall.crypto.key;

import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.hash.Sha256;
import dev.shieldwall.crypto.kdf.Hkdf;
import dev.shieldwall.crypto.signature.SignaturePublicKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Names a key by its fingerprint: of a key pair the hash of the public key with its algorithm, so both halves have the
 * same id and whoever has the public key can compute it; of a shared secret a value derived from it, which tells
 * nothing of the secret but lets a guess be checked. Secrets that can be guessed are no keys.
 *
 * @param hex {@value #BYTES} bytes in lower case
 */
public record KeyId(String hex) implements Comparable<KeyId> {

    public static final int BYTES = 32;

    private static final byte[] PAIR_LABEL = "shieldwall/key-id/v1".getBytes(StandardCharsets.US_ASCII);

    public KeyId {
        if (hex.length() != 2 * BYTES || !hex.chars().allMatch(KeyId::isLowerHex)) {
            throw new IllegalArgumentException("a key id has " + 2 * BYTES + " lower-case hexadecimal digits");
        }
    }

    private static boolean isLowerHex(int c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    }

    public static KeyId of(byte[] bytes) {
        return new KeyId(HexFormat.of().formatHex(bytes));
    }

    public static KeyId of(SignaturePublicKey key) {
        return of(Sha256.hash(PAIR_LABEL, key.encode()));
    }

    static KeyId of(SecretAlgorithm algorithm, SecretBytes secret) {
        byte[] info = Arrays.copyOf(PAIR_LABEL, PAIR_LABEL.length + 1);
        info[PAIR_LABEL.length] = algorithm.id();
        try (SecretBytes derived = Hkdf.SHA_256.derive(secret, new byte[0], info, BYTES)) {
            return of(derived.asKey("id").getEncoded());
        }
    }

    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    @Override
    public int compareTo(KeyId other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
