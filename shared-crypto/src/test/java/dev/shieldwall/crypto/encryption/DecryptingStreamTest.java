package dev.shieldwall.crypto.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.crypto.aead.AeadAlgorithm;
import dev.shieldwall.crypto.kem.KemAlgorithm;
import dev.shieldwall.crypto.kem.KemPrivateKey;
import dev.shieldwall.crypto.kem.KemPublicKey;
import dev.shieldwall.crypto.signature.KeyRejectedException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The end of a stream is the end of what was sealed, and nothing else looks like it. */
class DecryptingStreamTest {

    private static final int CHUNK = Envelope.CHUNK_BYTES;
    private static final byte[] NOTHING = {};

    private final SecureRandom random = new SecureRandom();
    private final KemPrivateKey key = KemPrivateKey.generate(KemAlgorithm.X25519, random);
    private final Encryptor encryptor = new Encryptor(key.publicKey(), AeadAlgorithm.AES_256_GCM, random);
    private final Decryptor decryptor = new Decryptor(key, Set.of(AeadAlgorithm.AES_256_GCM));

    @Test
    void readingAfterCloseIsNoEnd() throws Exception {
        for (int read : new int[] {0, 1, CHUNK + 1}) {
            InputStream in = decryptor.stream(new Source(sealed(CHUNK + 1)), NOTHING);
            assertThat(in.readNBytes(read)).hasSize(read);
            in.close();

            requireThrows(in);
            in.close();
        }
    }

    @Test
    void aRejectionIsFinal() throws Exception {
        byte[] sealed = sealed(3 * CHUNK);
        sealed[sealed.length - 1 - Envelope.SEALED_CHUNK_BYTES] ^= 1; // of the second chunk
        InputStream in = decryptor.stream(new Source(sealed), NOTHING);
        assertThat(in.readNBytes(CHUNK)).hasSize(CHUNK);

        assertThatThrownBy(in::read).isInstanceOf(RejectedStreamException.class);
        requireThrows(in);
        in.close();
        requireThrows(in);
    }

    /** What the source did not give back is lost; going on behind it could only open something else. */
    @Test
    void aFailureOfTheSourceIsFinal() throws Exception {
        byte[] sealed = sealed(2 * CHUNK);
        Source source = new Source(sealed);
        InputStream in = decryptor.stream(source, NOTHING);
        source.failure = true;
        assertThatThrownBy(in::read).hasMessage("the source died");
        source.failure = false;

        requireThrows(in);
    }

    @Test
    void theEndStaysTheEnd() throws Exception {
        InputStream in = decryptor.stream(new Source(sealed(CHUNK)), NOTHING);
        assertThat(in.readAllBytes()).hasSize(CHUNK);
        assertThat(in.read()).isEqualTo(-1);
        assertThat(in.read(new byte[3], 0, 3)).isEqualTo(-1);
        assertThat(in.read(new byte[3], 0, 0)).isZero();
    }

    @Test
    void rangesOutsideOfTheArrayAreRefused() throws Exception {
        InputStream in = decryptor.stream(new Source(sealed(CHUNK)), NOTHING);
        for (int[] range : new int[][] {{0, -1}, {-1, 1}, {0, 4}, {3, 1}}) {
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .as(Arrays.toString(range))
                    .isThrownBy(() -> in.read(new byte[3], range[0], range[1]));
        }
    }

    @Test
    void aRefusedHeaderClosesTheSource() throws Exception {
        byte[] good = sealed(1);
        byte[] version = good.clone();
        version[0] = 0x61;
        byte[] kem = good.clone();
        kem[1] ^= 1;
        byte[] aead = good.clone();
        aead[1 + 1 + key.algorithm().ciphertextBytes()] = AeadAlgorithm.CHACHA20_POLY1305.id();
        for (byte[] refused : new byte[][] {NOTHING, {Envelope.VERSION}, version, kem, aead}) {
            Source source = new Source(refused);
            assertThatExceptionOfType(RejectedStreamException.class)
                    .isThrownBy(() -> decryptor.stream(source, NOTHING));
            assertThat(source.closed).isTrue();
        }
        Source dead = new Source(good);
        dead.failure = true;
        assertThatThrownBy(() -> decryptor.stream(dead, NOTHING)).hasMessage("the source died");
        assertThat(dead.closed).isTrue();
        Source source = new Source(good);
        InputStream in = decryptor.stream(source, NOTHING);
        assertThat(source.closed).isFalse();
        in.close();
        assertThat(source.closed).isTrue();
    }

    @Test
    void anEncryptionThatDoesNotBeginClosesTheTarget() throws Exception {
        Target refusing = new Target();
        refusing.failure = true;
        assertThatThrownBy(() -> encryptor.stream(refusing, NOTHING)).hasMessage("refused");
        assertThat(refusing.closed).isTrue();

        Target target = new Target();
        KemPublicKey smallOrder = KemPublicKey.of(KemAlgorithm.X25519, new byte[32]);
        assertThatExceptionOfType(KeyRejectedException.class)
                .isThrownBy(() -> new Encryptor(smallOrder, AeadAlgorithm.AES_256_GCM, random).stream(target, NOTHING));
        assertThat(target.closed).isTrue();
    }

    private static void requireThrows(InputStream in) {
        assertThatExceptionOfType(IOException.class).isThrownBy(in::read);
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> in.read(new byte[1]));
        assertThatExceptionOfType(IOException.class).isThrownBy(in::readAllBytes);
    }

    private byte[] sealed(int length) throws Exception {
        return encryptor.encrypt(new byte[length], NOTHING);
    }

    private static final class Source extends FilterInputStream {

        private boolean failure;
        private boolean closed;

        Source(byte[] bytes) {
            super(new ByteArrayInputStream(bytes));
        }

        @Override
        public int read() throws IOException {
            requireAlive();
            return super.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            requireAlive();
            return super.read(into, offset, length);
        }

        private void requireAlive() throws IOException {
            if (failure) {
                throw new IOException("the source died");
            }
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private static final class Target extends ByteArrayOutputStream {

        private boolean failure;
        private boolean closed;

        @Override
        public void write(byte[] bytes) throws IOException {
            if (failure) {
                throw new IOException("refused");
            }
            super.write(bytes);
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
