package dev.shieldwall.crypto.keystore;

import dev.shieldwall.crypto.aead.AeadAlgorithm;
import dev.shieldwall.crypto.kdf.Argon2id;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;

/**
 * The front of a sealed key file, all of it associated data:
 *
 * <pre>"SHWKEYS" (7) | version (1) | Argon2id memory in KiB (4), passes (1), lanes (1) | salt (16) | nonce (24)</pre>
 *
 * The version stands for Argon2id 1.3 and XChaCha20-Poly1305 too.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared or handed out
record SealedHeader(Argon2id.Cost cost, byte[] drawn) {

    static final int SALT_BYTES = 16;
    static final int NONCE_BYTES = AeadAlgorithm.XCHACHA20_POLY1305.nonceBytes();
    static final int BYTES = 14 + SALT_BYTES + NONCE_BYTES;

    /** A file from a stranger may ask for that much memory and for that much work, in KiB passed over. */
    static final int MAX_MEMORY_KIB = 256 * 1_024;
    static final int MAX_WORK_KIB = 1_024 * 1_024;

    private static final byte[] MAGIC = "SHWKEYS\1".getBytes(StandardCharsets.US_ASCII);

    static SealedHeader draw(Argon2id.Cost cost, SecureRandom random) {
        byte[] drawn = new byte[SALT_BYTES + NONCE_BYTES];
        random.nextBytes(drawn);
        return new SealedHeader(cost, drawn);
    }

    static void requireBearable(Argon2id.Cost cost) {
        if (cost.memoryKib() > MAX_MEMORY_KIB || (long) cost.memoryKib() * cost.iterations() > MAX_WORK_KIB) {
            throw new IllegalArgumentException("Argon2id of a key file takes at most " + MAX_MEMORY_KIB
                    + " KiB and passes over " + MAX_WORK_KIB + " in all");
        }
    }

    /** Empty if the file does not start with a header and room for a tag, or asks for more or less work than is allowed. */
    static Optional<SealedHeader> parse(byte[] file) {
        if (file.length < BYTES + AeadAlgorithm.TAG_BYTES || !Arrays.equals(MAGIC, Arrays.copyOf(file, MAGIC.length))) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(file, MAGIC.length, BYTES - MAGIC.length);
        try {
            var cost = new Argon2id.Cost(in.getInt(), Byte.toUnsignedInt(in.get()), Byte.toUnsignedInt(in.get()));
            requireBearable(cost);
            byte[] drawn = new byte[SALT_BYTES + NONCE_BYTES];
            in.get(drawn);
            return Optional.of(new SealedHeader(cost, drawn));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    byte[] salt() {
        return Arrays.copyOf(drawn, SALT_BYTES);
    }

    byte[] nonce() {
        return Arrays.copyOfRange(drawn, SALT_BYTES, SALT_BYTES + NONCE_BYTES);
    }

    byte[] encode() {
        return ByteBuffer.allocate(BYTES)
                .put(MAGIC)
                .putInt(cost.memoryKib())
                .put((byte) cost.iterations())
                .put((byte) cost.lanes())
                .put(drawn)
                .array();
    }
}
