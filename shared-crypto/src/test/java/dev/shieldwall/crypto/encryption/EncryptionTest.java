package dev.shieldwall.crypto.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.aead.AeadAlgorithm;
import dev.shieldwall.crypto.aead.NonceAead;
import dev.shieldwall.crypto.kem.Encapsulation;
import dev.shieldwall.crypto.kem.KemAlgorithm;
import dev.shieldwall.crypto.kem.KemPrivateKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EncryptionTest {

    private static final int CHUNK = Envelope.CHUNK_BYTES;
    private static final int SEALED_CHUNK = Envelope.SEALED_CHUNK_BYTES;
    private static final Set<AeadAlgorithm> ALL = EnumSet.allOf(AeadAlgorithm.class);
    private static final byte[] CONTEXT = "what it is for".getBytes(StandardCharsets.US_ASCII);

    private final SecureRandom random = new SecureRandom();
    private final KemPrivateKey key = KemPrivateKey.generate(KemAlgorithm.X_WING, random);
    private final Decryptor decryptor = new Decryptor(key, ALL);

    @ParameterizedTest
    @EnumSource(KemAlgorithm.class)
    void everyKemWithEveryAeadOpensWhatItSealed(KemAlgorithm kem) throws Exception {
        KemPrivateKey own = KemPrivateKey.generate(kem, random);
        for (AeadAlgorithm aead : ALL) {
            byte[] sealed = new Encryptor(own.publicKey(), aead, random).encrypt(CONTEXT, CONTEXT);

            assertThat(new Decryptor(own, Set.of(aead)).decrypt(sealed, CONTEXT)).isEqualTo(CONTEXT);
            assertThat(sealed).hasSize(3 + kem.ciphertextBytes() + CONTEXT.length + AeadAlgorithm.TAG_BYTES);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 5})
    void everyLengthAroundAChunkOpens(int length) throws Exception {
        byte[] plaintext = bytes(length);
        byte[] sealed = sealed(plaintext);
        int chunks = Math.max(1, (length + CHUNK - 1) / CHUNK);

        assertThat(decryptor.decrypt(sealed, CONTEXT)).isEqualTo(plaintext);
        assertThat(sealed).hasSize(headerBytes() + length + chunks * AeadAlgorithm.TAG_BYTES);
    }

    @Test
    void theStreamsCutAsTheyLikeAndMeanTheSame() throws Exception {
        byte[] plaintext = bytes(2 * CHUNK + 77);
        var sealed = new ByteArrayOutputStream();
        try (EncryptingStream out = encryptor().stream(sealed, CONTEXT)) {
            for (int at = 0; at < plaintext.length; at += 1_001) {
                out.write(plaintext, at, Math.min(1_001, plaintext.length - at));
            }
            out.finish();
        }
        try (InputStream in = decryptor.stream(new ByteArrayInputStream(sealed.toByteArray()), CONTEXT)) {
            assertThat(in.read()).isEqualTo(Byte.toUnsignedInt(plaintext[0]));
            assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(plaintext, 1, plaintext.length));
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    @Test
    void anotherContextAnotherKeyAndAnotherAlgorithmDoNotOpen() throws Exception {
        byte[] sealed = sealed(CONTEXT);

        rejected(sealed, new byte[0], decryptor);
        rejected(sealed, CONTEXT, new Decryptor(KemPrivateKey.generate(KemAlgorithm.X_WING, random), ALL));
        rejected(sealed, CONTEXT, new Decryptor(KemPrivateKey.generate(KemAlgorithm.ML_KEM_768, random), ALL));
        rejected(sealed, CONTEXT, new Decryptor(key, Set.of(AeadAlgorithm.AES_256_GCM)));
    }

    @Test
    void noByteMayDiffer() throws Exception {
        byte[] sealed = sealed(CONTEXT);
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= (byte) (1 << (i % 8));
            rejected(changed, CONTEXT, decryptor);
        }
    }

    @Test
    void whatIsCutExtendedOrReorderedDoesNotOpen() throws Exception {
        byte[] sealed = sealed(bytes(3 * CHUNK));
        int first = headerBytes();
        for (int cut : new int[] {
                0, 1, first - 1, first, first + 15, first + SEALED_CHUNK, first + 2 * SEALED_CHUNK,
                sealed.length - SEALED_CHUNK, sealed.length - 1}) {
            rejected(Arrays.copyOf(sealed, cut), CONTEXT, decryptor);
        }
        rejected(Arrays.copyOf(sealed, sealed.length + 1), CONTEXT, decryptor);
        rejected(Arrays.copyOf(sealed, sealed.length + SEALED_CHUNK), CONTEXT, decryptor);
        byte[] swapped = sealed.clone();
        System.arraycopy(sealed, first, swapped, first + SEALED_CHUNK, SEALED_CHUNK);
        System.arraycopy(sealed, first + SEALED_CHUNK, swapped, first, SEALED_CHUNK);
        rejected(swapped, CONTEXT, decryptor);
        byte[] repeated = new byte[sealed.length + SEALED_CHUNK];
        System.arraycopy(sealed, 0, repeated, 0, first + SEALED_CHUNK);
        System.arraycopy(sealed, first, repeated, first + SEALED_CHUNK, sealed.length - first);
        rejected(repeated, CONTEXT, decryptor);
    }

    @Test
    void theKeyDependsOnAllThatStandsBeforeTheFirstChunkAndOnTheRecipient() {
        byte[] shared = new byte[32];
        byte[] header = {1, 2, 3};
        KemPrivateKey other = KemPrivateKey.generate(KemAlgorithm.X_WING, random);

        assertThat(List.of(
                        sealedWith(shared, header, key, CONTEXT), sealedWith(new byte[] {7}, header, key, CONTEXT),
                        sealedWith(shared, new byte[] {1, 2, 4}, key, CONTEXT), sealedWith(shared, header, other, CONTEXT),
                        sealedWith(shared, header, key, new byte[0])))
                .doesNotHaveDuplicates();
    }

    private static String sealedWith(byte[] shared, byte[] header, KemPrivateKey recipient, byte[] associatedData) {
        AeadAlgorithm algorithm = AeadAlgorithm.CHACHA20_POLY1305;
        var aead = new NonceAead(Envelope.key(
                algorithm, SecretBytes.copyOf(shared), header, Envelope.purpose(recipient.publicKey(), associatedData)));
        return HexFormat.of().formatHex(aead.seal(Envelope.nonce(algorithm, 0, true), CONTEXT, new byte[0]));
    }

    /** Otherwise a full last chunk could be written in two ways, and what opens would not be what was sealed. */
    @Test
    void anEmptyLastChunkBehindAnotherIsRefused() throws Exception {
        AeadAlgorithm algorithm = AeadAlgorithm.AES_256_GCM;
        try (Encapsulation encapsulation = key.publicKey().encapsulate(random)) {
            byte[] header = Envelope.header(encapsulation.ciphertext(), algorithm);
            var aead = new NonceAead(
                    Envelope.key(algorithm, encapsulation.sharedSecret(), header, Envelope.purpose(key.publicKey(), CONTEXT)));
            var sealed = new ByteArrayOutputStream();
            sealed.writeBytes(header);
            sealed.writeBytes(aead.seal(Envelope.nonce(algorithm, 0, false), bytes(CHUNK), new byte[0]));
            sealed.writeBytes(aead.seal(Envelope.nonce(algorithm, 1, true), new byte[0], new byte[0]));

            rejected(sealed.toByteArray(), CONTEXT, decryptor);
        }
    }

    @Test
    void nothingOfAChunkIsHandedOutBeforeItsTagWasRight() throws Exception {
        byte[] sealed = sealed(bytes(2 * CHUNK));
        sealed[sealed.length - 1] ^= 1;
        try (InputStream in = decryptor.stream(new ByteArrayInputStream(sealed), CONTEXT)) {
            assertThat(in.readNBytes(CHUNK)).hasSize(CHUNK);
            assertThatThrownBy(in::read).isInstanceOf(RejectedStreamException.class);
        }
    }

    @Test
    void aStreamThatWasNotFinishedOpensAsNothing() throws Exception {
        var sealed = new ByteArrayOutputStream();
        EncryptingStream out = encryptor().stream(sealed, CONTEXT);
        out.write(bytes(2 * CHUNK));

        rejected(sealed.toByteArray(), CONTEXT, decryptor);
        out.finish();
        assertThat(decryptor.decrypt(sealed.toByteArray(), CONTEXT)).hasSize(2 * CHUNK);
    }

    @Test
    void twoOfOneMessageHaveNothingInCommon() throws Exception {
        byte[] plaintext = new byte[64];
        byte[] one = sealed(plaintext);
        byte[] other = sealed(plaintext);

        assertThat(Arrays.copyOfRange(one, headerBytes(), one.length))
                .isNotEqualTo(Arrays.copyOfRange(other, headerBytes(), other.length));
    }

    @Test
    void everyChunkHasANonceOfItsOwn() {
        for (AeadAlgorithm algorithm : ALL) {
            assertThat(Envelope.nonce(algorithm, 0x01020304L, true)).hasSize(algorithm.nonceBytes())
                    .endsWith(1, 2, 3, 4, 1);
            assertThat(Envelope.nonce(algorithm, 0, false)).containsOnly(0);
        }
    }

    private Encryptor encryptor() {
        return new Encryptor(key.publicKey(), AeadAlgorithm.XCHACHA20_POLY1305, random);
    }

    private byte[] sealed(byte[] plaintext) throws Exception {
        return encryptor().encrypt(plaintext, CONTEXT);
    }

    private int headerBytes() {
        return 3 + key.algorithm().ciphertextBytes();
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static void rejected(byte[] sealed, byte[] associatedData, Decryptor by) {
        assertThatThrownBy(() -> by.decrypt(sealed, associatedData)).isInstanceOf(RejectedStreamException.class);
    }
}
