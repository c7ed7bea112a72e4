package dev.shieldwall.crypto.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.crypto.CryptoBug;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.Test;

/** A device is asked, and not believed. */
class DeviceKeyTest {

    private static final SigningContext CONTEXT = SigningContext.of("shieldwall/test/v1");
    private static final BigInteger N = CustomNamedCurves.getByName("secp256r1").getN();
    private static final byte[] MESSAGE = {1, 2, 3};

    private final SignaturePrivateKey ed25519 = SignaturePrivateKey.generate(SignatureAlgorithm.ED25519, new SecureRandom());
    private final SignaturePrivateKey p256 = SignaturePrivateKey.generate(SignatureAlgorithm.ECDSA_P256, new SecureRandom());

    private static Signer signer(SignaturePrivateKey key, UnaryOperator<byte[]> device) {
        return Signer.onDevice(key.publicKey(), device, CONTEXT);
    }

    private static byte[] software(SignaturePrivateKey key) {
        return key.sign(CONTEXT, MESSAGE);
    }

    @Test
    void theDeviceIsGivenContextAndMessageAndItsSignatureIsReturnedWithItsId() throws Exception {
        byte[] signature = signer(ed25519, signed -> {
            assertThat(signed).startsWith(18).endsWith(MESSAGE).hasSize(1 + 18 + 3);
            assertThat(new String(signed, 1, 18, StandardCharsets.US_ASCII)).isEqualTo("shieldwall/test/v1");
            return software(ed25519);
        }).sign(MESSAGE);
        assertThat(signature).isEqualTo(new Signer(ed25519, CONTEXT).sign(MESSAGE));
        new Verifier(ed25519.publicKey(), CONTEXT).verify(MESSAGE, signature);
    }

    @Test
    void anythingElseThanTheSignatureIsWithheld() {
        byte[] otherContext = ed25519.sign(SigningContext.of("other"), MESSAGE);
        byte[] otherMessage = ed25519.sign(CONTEXT, new byte[] {4});
        byte[] changed = software(ed25519);
        changed[63] ^= 1;
        for (byte[] answer : List.of(
                otherContext, otherMessage, changed, new byte[0], new byte[64], Arrays.copyOf(software(ed25519), 63),
                Arrays.copyOf(software(ed25519), 65), software(p256))) {
            assertThatThrownBy(() -> signer(ed25519, signed -> answer).sign(MESSAGE))
                    .isInstanceOf(CryptoBug.class)
                    .hasMessageContaining("the signature was withheld");
        }
    }

    @Test
    void ofTheTwoSignaturesOfEcdsaTheLowerLeaves() throws Exception {
        byte[] lower = software(p256);
        byte[] higher = lower.clone();
        byte[] s = BigIntegers.asUnsignedByteArray(32, N.subtract(new BigInteger(1, lower, 32, 32)));
        System.arraycopy(s, 0, higher, 32, 32);
        for (byte[] answer : List.of(lower, higher)) {
            byte[] signature = signer(p256, signed -> answer).sign(MESSAGE);
            assertThat(Arrays.copyOfRange(signature, 1, 65)).isEqualTo(lower);
            new Verifier(p256.publicKey(), CONTEXT).verify(MESSAGE, signature);
        }
    }

    @Test
    void numbersThatAreNoSignatureAreWithheldToo() {
        byte[] beyond = software(p256);
        Arrays.fill(beyond, 32, 64, (byte) 0xff);
        byte[] order = software(p256);
        System.arraycopy(BigIntegers.asUnsignedByteArray(32, N), 0, order, 32, 32);
        for (byte[] answer : List.of(beyond, order, new byte[64])) {
            assertThatThrownBy(() -> signer(p256, signed -> answer).sign(MESSAGE)).isInstanceOf(CryptoBug.class);
        }
    }

    @Test
    void contextsAreGuardedAsForKeysInMemory() {
        var asked = new boolean[1];
        Signer jws = Signer.onDevice(ed25519.publicKey(), signed -> {
            asked[0] = true;
            return signed;
        }, SigningContext.JWS);
        assertThatThrownBy(() -> jws.sign(MESSAGE)).isInstanceOf(CryptoBug.class);
        assertThat(asked[0]).isFalse();
        assertThatThrownBy(() -> Signer.onDevice(ed25519.publicKey(), signed -> signed,
                        SigningContext.of("shieldwall/hybrid-ed25519-ml-dsa-65/v1")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void onlyWhatDevicesComputeIsAskedOfThem() {
        SignaturePublicKey other =
                SignaturePrivateKey.generate(SignatureAlgorithm.ML_DSA_44, new SecureRandom()).publicKey();
        assertThatThrownBy(() -> Signer.onDevice(other, signed -> signed, CONTEXT))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
