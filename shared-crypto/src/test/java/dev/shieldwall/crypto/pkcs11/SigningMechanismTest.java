package dev.shieldwall.crypto.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.crypto.signature.KeyRejectedException;
import dev.shieldwall.crypto.signature.SignatureAlgorithm;
import dev.shieldwall.crypto.signature.SignaturePrivateKey;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.junit.jupiter.api.Test;

/** CKA_EC_POINT, and what return values are called. */
class SigningMechanismTest {

    private static final byte[] ED25519 = key(SignatureAlgorithm.ED25519);
    private static final byte[] P256 = key(SignatureAlgorithm.ECDSA_P256);
    private static final byte[] UNCOMPRESSED = CustomNamedCurves.getByName("secp256r1").getCurve()
            .decodePoint(P256).getEncoded(false);

    private static byte[] key(SignatureAlgorithm algorithm) {
        try (SignaturePrivateKey key = SignaturePrivateKey.generate(algorithm, new SecureRandom())) {
            return key.publicKey().bytes();
        }
    }

    private static byte[] octets(int tag, int length, byte[] content) {
        byte[] der = new byte[2 + content.length];
        der[0] = (byte) tag;
        der[1] = (byte) length;
        System.arraycopy(content, 0, der, 2, content.length);
        return der;
    }

    private static void refused(SigningMechanism mechanism, byte[] point) {
        assertThatThrownBy(() -> mechanism.publicKey(point)).isInstanceOf(KeyRejectedException.class);
    }

    @Test
    void anEd25519PointIsTakenWrappedOrBareAndInNoOtherForm() throws Exception {
        var mechanism = SigningMechanism.ED25519;
        assertThat(mechanism.publicKey(octets(4, 32, ED25519)).bytes()).isEqualTo(ED25519);
        assertThat(mechanism.publicKey(ED25519).bytes()).isEqualTo(ED25519);
        refused(mechanism, octets(3, 32, ED25519));
        refused(mechanism, octets(4, 31, ED25519));
        refused(mechanism, octets(4, 33, ED25519));
        refused(mechanism, octets(4, 33, Arrays.copyOf(ED25519, 33)));
        refused(mechanism, octets(4, 31, Arrays.copyOf(ED25519, 31)));
        refused(mechanism, new byte[0]);
    }

    @Test
    void aPointThatTheStrictRuleRefusesIsRefused() {
        byte[] identity = new byte[32];
        identity[0] = 1;
        refused(SigningMechanism.ED25519, octets(4, 32, identity));
        byte[] beyondTheField = new byte[32];
        Arrays.fill(beyondTheField, (byte) 0xff);
        refused(SigningMechanism.ED25519, octets(4, 32, beyondTheField));
    }

    @Test
    void aP256PointIsTakenWrappedAndUncompressedAndOnTheCurve() throws Exception {
        var mechanism = SigningMechanism.ECDSA_P256;
        assertThat(mechanism.publicKey(octets(4, 65, UNCOMPRESSED)).bytes()).isEqualTo(P256);
        refused(mechanism, UNCOMPRESSED);
        refused(mechanism, octets(4, 33, P256));
        refused(mechanism, octets(4, 64, Arrays.copyOf(UNCOMPRESSED, 64)));
        refused(mechanism, octets(4, 65, new byte[65]));
        byte[] beside = UNCOMPRESSED.clone();
        beside[64] ^= 1;
        refused(mechanism, octets(4, 65, beside));
        byte[] hybrid = UNCOMPRESSED.clone();
        hybrid[0] = 6;
        hybrid[64] ^= 1;
        refused(mechanism, octets(4, 65, hybrid));
    }

    @Test
    void otherAlgorithmsHaveNoMechanism() {
        assertThatThrownBy(() -> SigningMechanism.of(SignatureAlgorithm.ED448)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void returnValuesAreCalledAsInTheStandard() {
        assertThat(ReturnValue.nameOf(0)).isEqualTo("CKR_OK (0x0)");
        assertThat(ReturnValue.nameOf(0xa4)).isEqualTo("CKR_PIN_LOCKED (0xA4)");
        assertThat(ReturnValue.nameOf(0x190)).isEqualTo("CKR_CRYPTOKI_NOT_INITIALIZED (0x190)");
        assertThat(ReturnValue.nameOf(0x77)).isEqualTo("CKR_unknown (0x77)");
        assertThat(ReturnValue.nameOf(0x80000000L)).isEqualTo("CKR_VENDOR_DEFINED (0x80000000)");
        assertThat(HexFormat.of().toHexDigits(ReturnValue.DEVICE_REMOVED.code())).endsWith("32");
        assertThat(ReturnValue.stateOf(0x77)).isEqualTo(TokenState.CALL_FAILED);
    }
}
