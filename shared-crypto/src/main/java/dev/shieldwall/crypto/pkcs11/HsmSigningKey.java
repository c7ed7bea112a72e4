package dev.shieldwall.crypto.pkcs11;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.signature.SignaturePublicKey;
import dev.shieldwall.crypto.signature.SignatureRejectedException;
import dev.shieldwall.crypto.signature.Signer;
import dev.shieldwall.crypto.signature.SigningContext;
import dev.shieldwall.crypto.signature.Verifier;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/**
 * A key pair whose private half stays in a token. {@link #signer} signs as with a key in memory: the same context, the
 * same form. Each signature is verified by the one strict rule before it is returned.
 *
 * <p>Thread-safe.
 */
public final class HsmSigningKey {

    /** Of one message with its context. Tokens have bounds of their own, which may be lower. */
    public static final int MOST_SIGNED_BYTES = 1 << 20;

    private static final SigningContext SELF_TEST = SigningContext.of("shieldwall/hsm-self-test/v1");
    private static final SigningContext OTHER = SigningContext.of("shieldwall/hsm-self-test/v2");
    private static final byte[] MESSAGE = "shieldwall token self-test".getBytes(StandardCharsets.US_ASCII);

    private final SignaturePublicKey publicKey;
    private final UnaryOperator<byte[]> device;

    HsmSigningKey(SignaturePublicKey publicKey, UnaryOperator<byte[]> device) {
        this.publicKey = publicKey;
        this.device = device;
    }

    public SignaturePublicKey publicKey() {
        return publicKey;
    }

    /** Its {@code sign} throws {@link Pkcs11Exception} when the token fails and {@link CryptoBug} when it lies. */
    public Signer signer(SigningContext context) {
        return Signer.onDevice(publicKey, this::sign, context);
    }

    private byte[] sign(byte[] signed) {
        if (signed.length > MOST_SIGNED_BYTES) {
            throw Pkcs11Exception.refused("a token is asked to sign at most " + MOST_SIGNED_BYTES + " bytes");
        }
        return device.apply(signed);
    }

    void selfTest(String label) {
        try {
            byte[] signature = signer(SELF_TEST).sign(MESSAGE);
            new Verifier(publicKey, SELF_TEST).verify(MESSAGE, signature);
            requireRejected(label, signature);
        } catch (CryptoBug | SignatureRejectedException e) {
            throw Pkcs11Exception.refused("key '" + label + "' failed its self-test: " + e.getMessage(), e);
        }
    }

    private void requireRejected(String label, byte[] signature) {
        try {
            new Verifier(publicKey, OTHER).verify(MESSAGE, signature);
        } catch (SignatureRejectedException expected) {
            return;
        }
        throw Pkcs11Exception.refused("key '" + label + "' failed its self-test: its signature holds in another context");
    }

    @Override
    public String toString() {
        return "HsmSigningKey[" + publicKey + "]";
    }
}
