package dev.shieldwall.crypto.aead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.signature.KeyRejectedException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class SecretboxTest {

    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] MESSAGE = "a message of several words".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NONCE = HEX.parseHex("101112131415161718191a1b1c1d1e1f2021222324252627");

    @Test
    void theKnownAnswersHold() {
        Secretbox.selfTest();
    }

    /** RFC 7748 section 6.1 agreed on, NaCl's "firstkey" derived. */
    @Test
    void theDerivationOfTheBoxKeyHasItsKnownAnswer() {
        assertThat(HSalsa20.subkey(HEX.parseHex("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742")))
                .asHexString()
                .isEqualToIgnoringCase("1b27556473e985d462cd51197a9a46c76009549eac6474f206c4ee0844f68389");
    }

    /** V2, V3 and V3b: what the reference program sends, made with libsodium. */
    @Test
    void envelopesOfTheReferenceProgramOpenAndAreMadeAlike() throws Exception {
        Secretbox box = Secretbox.ofBox(SecretBytes.copyOf(
                HEX.parseHex("d6fb939511b2381bc8599b4b8edc5968829450dfd7a87aebe78a703cd04cd54e")));
        assertThat(HSalsa20.subkey(HEX.parseHex("d6fb939511b2381bc8599b4b8edc5968829450dfd7a87aebe78a703cd04cd54e")))
                .asHexString()
                .isEqualToIgnoringCase("541f02ad30774030052f1d5b8c61f93a2b846520da466770e9db2aa885bfbb91");
        String envelope = "101112131415161718191a1b1c1d1e1f20212223242526275a13383283aff57cde462d68a81a9301"
                + "d7aa687151797e7cf6a55e7212eb2626413eec8e58f1e896f3";
        byte[] plaintext = "{\"message\":\"hello\",\"n\":1}".getBytes(StandardCharsets.US_ASCII);
        assertThat(box.open(HEX.parseHex(envelope))).isEqualTo(plaintext);
        assertThat(HEX.formatHex(NONCE) + HEX.formatHex(box.seal(NONCE, plaintext))).isEqualTo(envelope);
        assertThat(box.open(HEX.parseHex("101112131415161718191a1b1c1d1e1f2021222324252627094c4cf1d1c6a203ccddb73fbf237ac8d7f5")))
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo("{}");
    }

    @Test
    void theTagStandsBeforeTheCiphertext() throws OpenRejectedException {
        byte[] box = box().seal(NONCE, MESSAGE);
        byte[] longer = box().seal(NONCE, Arrays.copyOf(MESSAGE, MESSAGE.length + 1));
        assertThat(box).hasSize(16 + MESSAGE.length);
        assertThat(Arrays.copyOfRange(longer, 16, box.length)).isEqualTo(Arrays.copyOfRange(box, 16, box.length));
        assertThat(Arrays.copyOf(longer, 16)).isNotEqualTo(Arrays.copyOf(box, 16));
        byte[] sealed = box().seal(MESSAGE, new SecureRandom());
        assertThat(sealed).hasSize(24 + 16 + MESSAGE.length);
        assertThat(box().open(Arrays.copyOf(sealed, 24), Arrays.copyOfRange(sealed, 24, sealed.length))).isEqualTo(MESSAGE);
    }

    @Test
    void aMessageOfEachLengthOpens() throws OpenRejectedException {
        for (int length : new int[] {0, 1, 31, 32, 33, 63, 64, 65, 1_000, 70_000}) {
            byte[] message = new byte[length];
            new Random(length).nextBytes(message);
            assertThat(box().open(NONCE, box().seal(NONCE, message))).isEqualTo(message);
            assertThat(box().open(box().seal(message, new SecureRandom()))).isEqualTo(message);
        }
    }

    @Test
    void noMutationOpens() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        byte[] sealed = box().seal(MESSAGE, new SecureRandom());
        Secretbox box = box();
        for (int i = 0; i < 20_000; i++) {
            byte[] mutant = sealed.clone();
            int at = random.nextInt(sealed.length);
            switch (random.nextInt(4)) {
                case 0 -> mutant[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> mutant = Arrays.copyOf(sealed, at);
                case 2 -> mutant = Arrays.copyOf(sealed, sealed.length + 1 + random.nextInt(40));
                default -> mutant = Arrays.copyOfRange(sealed, 1 + at, sealed.length);
            }
            assertThat(opens(box, mutant)).as("seed %d, mutant %s", seed, HEX.formatHex(mutant)).isFalse();
        }
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] mutant = sealed.clone();
            mutant[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(opens(box, mutant)).as("bit " + bit).isFalse();
        }
        assertThat(opens(box, sealed)).isTrue();
    }

    @Test
    void sizesOtherThanNaClsAreRefused() {
        for (int length : new int[] {0, 16, 31, 33}) {
            assertThatIllegalArgumentException().isThrownBy(() -> Secretbox.of(SecretBytes.copyOf(new byte[length])));
            byte[] agreement = new byte[length];
            Arrays.fill(agreement, (byte) 1);
            assertThatIllegalArgumentException().isThrownBy(() -> Secretbox.ofBox(SecretBytes.copyOf(agreement)));
        }
        for (int length : new int[] {0, 12, 23, 25}) {
            assertThatIllegalArgumentException().isThrownBy(() -> box().seal(new byte[length], MESSAGE));
            assertThatExceptionOfType(OpenRejectedException.class)
                    .isThrownBy(() -> box().open(new byte[length], new byte[40]));
        }
    }

    @Test
    void anAgreementWithAPointOfSmallOrderIsRefused() {
        assertThatExceptionOfType(KeyRejectedException.class)
                .isThrownBy(() -> Secretbox.ofBox(SecretBytes.copyOf(new byte[32])));
    }

    @Test
    void aMessageAboveTheLimitIsRefused() {
        byte[] over = new byte[Secretbox.MAX_PLAINTEXT_BYTES + 1];
        assertThatIllegalArgumentException().isThrownBy(() -> box().seal(NONCE, over));
        assertThatExceptionOfType(OpenRejectedException.class)
                .isThrownBy(() -> box().open(NONCE, new byte[Secretbox.MAX_PLAINTEXT_BYTES + 17]));
        byte[] most = new byte[Secretbox.MAX_PLAINTEXT_BYTES];
        assertThat(box().seal(NONCE, most)).hasSize(most.length + 16);
    }

    @Test
    void closingEndsUse() {
        Secretbox box = box();
        byte[] sealed = box.seal(NONCE, MESSAGE);
        box.close();
        assertThatExceptionOfType(CryptoBug.class).isThrownBy(() -> box.seal(NONCE, MESSAGE));
        assertThatExceptionOfType(CryptoBug.class).isThrownBy(() -> box.open(NONCE, sealed));
    }

    @Test
    void virtualThreadsDoNotDisturbEachOther() throws Exception {
        Secretbox box = box();
        List<Future<Boolean>> answers = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 1_000; i++) {
                byte[] message = new byte[i % 300];
                Arrays.fill(message, (byte) i);
                answers.add(threads.submit(() -> Arrays.equals(message, box.open(box.seal(message, new SecureRandom())))));
            }
        }
        for (Future<Boolean> answer : answers) {
            assertThat(answer.get()).isTrue();
        }
    }

    private static boolean opens(Secretbox box, byte[] sealed) {
        try {
            box.open(sealed);
            return true;
        } catch (OpenRejectedException e) {
            return false;
        }
    }

    private static Secretbox box() {
        byte[] key = new byte[32];
        key[0] = 7;
        return Secretbox.of(SecretBytes.copyOf(key));
    }
}
