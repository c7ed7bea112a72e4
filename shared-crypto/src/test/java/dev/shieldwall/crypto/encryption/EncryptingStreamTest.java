package dev.shieldwall.crypto.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.crypto.aead.AeadAlgorithm;
import dev.shieldwall.crypto.kem.KemAlgorithm;
import dev.shieldwall.crypto.kem.KemPrivateKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What fails half-way never becomes a whole message. */
class EncryptingStreamTest {

    private static final int CHUNK = Envelope.CHUNK_BYTES;
    private static final byte[] CONTEXT = "what it is for".getBytes(StandardCharsets.US_ASCII);

    private final SecureRandom random = new SecureRandom();
    private final KemPrivateKey key = KemPrivateKey.generate(KemAlgorithm.X25519, random);
    private final Encryptor encryptor = new Encryptor(key.publicKey(), AeadAlgorithm.AES_256_GCM, random);
    private final Decryptor decryptor = new Decryptor(key, Set.of(AeadAlgorithm.AES_256_GCM));
    private final Target target = new Target();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, CHUNK, CHUNK + 1, 2 * CHUNK})
    void aSourceThatDiesMidCopyLeavesNothingThatOpens(int copied) {
        assertThatThrownBy(() -> {
                    try (EncryptingStream out = encryptor.stream(target, CONTEXT);
                            InputStream in = new SequenceInputStream(
                                    new ByteArrayInputStream(new byte[copied]), new DyingSource())) {
                        in.transferTo(out);
                        out.finish();
                    }
                })
                .hasMessage("the source died");

        assertThat(target.closed).isTrue();
        rejected();
    }

    @Test
    void aTargetThatRefusesAWriteLeavesNothingThatOpens() {
        assertThatThrownBy(() -> {
                    try (EncryptingStream out = encryptor.stream(target, CONTEXT)) {
                        out.write(new byte[CHUNK]);
                        target.refuse(1);
                        out.write(new byte[1]);
                    }
                })
                .hasMessage("refused");

        assertThat(target.closed).isTrue();
        rejected();
    }

    /** A second try would seal other bytes under the same nonce. */
    @Test
    void afterARefusedWriteNothingMoreReachesTheTarget() throws Exception {
        EncryptingStream out = encryptor.stream(target, CONTEXT);
        out.write(new byte[CHUNK]);
        target.refuse(1);
        assertThatThrownBy(() -> out.write(new byte[1])).hasMessage("refused");
        int writes = target.writes;

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> out.write(1));
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> out.write(new byte[CHUNK]));
        assertThatExceptionOfType(IOException.class).isThrownBy(out::flush);
        assertThatExceptionOfType(IOException.class).isThrownBy(out::finish);
        out.close();
        assertThat(target.writes).isEqualTo(writes);
        assertThat(target.closed).isTrue();
        rejected();
    }

    @Test
    void aRefusedLastChunkIsNotTriedAgain() throws Exception {
        EncryptingStream out = encryptor.stream(target, CONTEXT);
        out.write(CONTEXT);
        target.refuse(1);
        assertThatThrownBy(out::finish).hasMessage("refused");
        int writes = target.writes;

        assertThatExceptionOfType(IOException.class).isThrownBy(out::finish);
        out.close();
        assertThat(target.writes).isEqualTo(writes);
        rejected();
    }

    @Test
    void finishIsTheEnd() throws Exception {
        EncryptingStream out = encryptor.stream(target, CONTEXT);
        out.write(CONTEXT);
        out.finish();
        byte[] whole = target.toByteArray();
        assertThat(decryptor.decrypt(whole, CONTEXT)).isEqualTo(CONTEXT);
        assertThat(target.closed).isFalse();

        assertThatExceptionOfType(IOException.class).isThrownBy(out::finish);
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> out.write(1));
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> out.write(CONTEXT, 0, 1));
        out.close();
        out.close();
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> out.write(1));
        assertThatExceptionOfType(IOException.class).isThrownBy(out::finish);
        assertThat(target.toByteArray()).isEqualTo(whole);
        assertThat(target.closed).isTrue();
    }

    @Test
    void singleBytesGoOverTheEndOfAChunk() throws Exception {
        EncryptingStream out = encryptor.stream(target, CONTEXT);
        byte[] plaintext = new byte[CHUNK + 3];
        new Random(7).nextBytes(plaintext);
        for (byte b : plaintext) {
            out.write(b);
        }
        out.finish();
        assertThat(decryptor.decrypt(target.toByteArray(), CONTEXT)).isEqualTo(plaintext);
    }

    @Test
    void rangesOutsideOfTheArrayAreRefused() throws Exception {
        EncryptingStream out = encryptor.stream(target, CONTEXT);
        byte[] three = {1, 2, 3};
        for (int[] range : new int[][] {{0, -1}, {-1, 1}, {0, 4}, {3, 1}, {1, Integer.MAX_VALUE}}) {
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .as(Arrays.toString(range))
                    .isThrownBy(() -> out.write(three, range[0], range[1]));
        }
        out.write(three, 3, 0);
        out.write(three, 1, 2);
        out.finish();
        assertThat(decryptor.decrypt(target.toByteArray(), CONTEXT)).containsExactly(2, 3);
    }

    @Test
    void flushReachesTheTarget() throws Exception {
        EncryptingStream out = encryptor.stream(target, CONTEXT);
        out.flush();
        assertThat(target.flushed).isTrue();
    }

    private void rejected() {
        assertThatExceptionOfType(RejectedStreamException.class)
                .isThrownBy(() -> decryptor.decrypt(target.toByteArray(), CONTEXT));
    }

    private static final class DyingSource extends InputStream {

        @Override
        public int read() throws IOException {
            throw new IOException("the source died");
        }
    }

    /** Refuses as many writes as it is told to, and then works again. */
    private static final class Target extends OutputStream {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private int writes;
        private int refusals;
        private boolean flushed;
        private boolean closed;

        void refuse(int next) {
            refusals = next;
        }

        byte[] toByteArray() {
            return bytes.toByteArray();
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            writes++;
            if (refusals > 0) {
                refusals--;
                throw new IOException("refused");
            }
            bytes.write(from, offset, length);
        }

        @Override
        public void flush() {
            flushed = true;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
