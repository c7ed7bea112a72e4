package dev.shieldwall.transport.channel.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.aead.AeadAlgorithm;
import dev.shieldwall.crypto.aead.AeadKey;
import dev.shieldwall.crypto.aead.NonceAead;
import dev.shieldwall.crypto.hash.Sha256;
import dev.shieldwall.crypto.kdf.Hkdf;
import dev.shieldwall.crypto.kem.KemPrivateKey;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One handshake with everything given: whoever changes a byte of the messages or the key schedule sees it here. */
class HandshakeVectorTest {

    /** Gives the same byte for ever. */
    private static final class Constant extends SecureRandom {

        private static final long serialVersionUID = 1L;

        private final byte value;

        Constant(int value) {
            this.value = (byte) value;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            Arrays.fill(bytes, value);
        }
    }

    @Test
    void theX25519HandshakeOfTheVector() throws Exception {
        var ephemeral = KemPrivateKey.generate(ChannelSuite.X25519.kem(), new Constant(0x41));
        try (var client = new ClientHandshake(Parties.frontend(), List.of(ephemeral), filled(0xa5), Parties.NOON)) {
            AdmittedClient admitted = Parties.backend(ChannelSuite.X25519).admit(client.hello(), Parties.NOON);
            var agreed = admitted.share().encapsulate(new Constant(0x42));
            AnsweredClient answered = admitted.answer(agreed, filled(0x5a), Parties.NOON.plus(Duration.ofMillis(7)));
            var finished = client.finish(answered.hello(), Parties.NOON);
            Established session = answered.complete(finished.message());
            assertThat(hash(client.hello())).isEqualTo("043dd1e9944237e3242069d2b49cce58baeccda1a8040643565aed44f677bf58");
            assertThat(hash(answered.hello())).isEqualTo("ffead27c8ec1584adbf28f456f920e70b0b9ee3cb6ce4529140909dd61bda19d");
            assertThat(hash(finished.message())).isEqualTo("a6ae59b3f2b6ac73dd0c15ea6b2caf88bd2fcd208553576eea64d6de2f6eac9c");
            assertThat(hex(session.binding())).isEqualTo("a10bd708cfc47a5e4d832e58967b06a7ae063e0a40f2e5f7454f400abd43f3e3");
            assertThat(hex(session.secrets().toServer().asKey("test").getEncoded())).isEqualTo("cdb555e7cb8f575ff6b14a799d280a9eee1c42447071a37c80bff507cb0dfdb3");
            assertThat(hex(session.secrets().toClient().asKey("test").getEncoded())).isEqualTo("a72116f55c7d7ec9c61ca2f1445d1c67e66fdbfc703fe0e754b7cb28efffb5af");
        }
    }

    @Test
    void theKeyOfTheSecondEpochIsWhatTheDocumentSays() throws Exception {
        byte[] nonce = filled(1, 24);
        EpochKey second = EpochKey.first(SecretBytes.copyOf(filled(7))).next();
        byte[] sealed = second.aead().seal(nonce, new byte[3], new byte[0]);
        SecretBytes chain = expand(SecretBytes.copyOf(filled(7)), "shieldwall/channel/v1/ratchet");
        SecretBytes key = expand(chain, "shieldwall/channel/v1/key");
        try (var documented = new NonceAead(AeadKey.of(AeadAlgorithm.XCHACHA20_POLY1305, key))) {
            assertThat(documented.open(nonce, sealed, new byte[0])).hasSize(3);
        }
    }

    private static SecretBytes expand(SecretBytes chain, String label) {
        return Hkdf.SHA_256.expand(chain, label.getBytes(StandardCharsets.US_ASCII), 32);
    }

    private static byte[] filled(int value) {
        return filled(value, 32);
    }

    private static byte[] filled(int value, int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static String hash(byte[] message) {
        return hex(Sha256.hash(message));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
