package dev.shieldwall.transport.asoc.core;

import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.hash.HashAlgorithm;
import dev.shieldwall.crypto.hash.Sha256;
import dev.shieldwall.crypto.kdf.Hkdf;
import dev.shieldwall.crypto.mac.Hmac;
import dev.shieldwall.crypto.mac.MacRejectedException;
import dev.shieldwall.crypto.signature.Ed25519PublicKey;
import dev.shieldwall.crypto.signature.Ed25519Signer;
import dev.shieldwall.crypto.signature.Ed25519Verifier;
import dev.shieldwall.crypto.signature.SignatureRejectedException;
import dev.shieldwall.crypto.signature.SigningContext;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * What both sides of the extension know once the offers are exchanged: the hash of all that was said, the keys, and
 * how each side proves that it was the one that said it.
 *
 * <p>A proof is a signature of the identity key over the transcript, and a MAC with a key that follows from the key
 * exchange, the API key and the transcript. The first says who, the second that it also holds the API key and that
 * nobody sits between.
 */
final class Agreement implements AutoCloseable {

    /** Signatures and keys of the two sides differ, so that nothing can be sent back to who made it. */
    enum Side {
        CLIENT,
        SERVER;

        @SuppressWarnings("ImmutableEnumChecker") // it is, without saying so
        private final SigningContext context =
                SigningContext.of("shieldwall/asoc/sw1/" + name().toLowerCase(Locale.ROOT));

        private byte[] info(String use, byte[] transcript) {
            byte[] label = ("shieldwall/asoc/sw1/" + name() + "/" + use + "/").getBytes(StandardCharsets.US_ASCII);
            return ByteBuffer.allocate(label.length + transcript.length).put(label).put(transcript).array();
        }
    }

    static final int CONFIRMATION_BYTES = 32;
    static final int PROOF_BYTES = Ed25519Verifier.SIGNATURE_BYTES + CONFIRMATION_BYTES;

    private static final byte[] PROTOCOL = "shieldwall/asoc/sw1/transcript/".getBytes(StandardCharsets.US_ASCII);
    private static final int KEY_BYTES = 32;

    private final SecretBytes shared;
    private final byte[] salt;
    private final byte[] transcript;

    /** Takes the shared secret over. */
    Agreement(SecretBytes shared, ClusterKey key, byte[] transcript) {
        this.shared = shared;
        this.salt = key.salt(transcript);
        this.transcript = transcript;
    }

    /** All that was said before the proofs. Lengths are fixed, and headers of offers are one and the same or refused. */
    static byte[] transcript(Hello hello, Accept accept, byte[] clientOffer, byte[] serverOffer) {
        return Sha256.hash(PROTOCOL, hello.frame(), accept.frame(), clientOffer, serverOffer);
    }

    byte[] prove(Side side, Ed25519Signer identity) {
        byte[] signature = identity.sign(side.context, transcript);
        return ByteBuffer.allocate(PROOF_BYTES).put(signature).put(confirmation(side, signature)).array();
    }

    void verify(Side side, Ed25519PublicKey identity, byte[] proof) throws RefusedException {
        byte[] signature = Arrays.copyOf(proof, Ed25519Verifier.SIGNATURE_BYTES);
        byte[] confirmation = Arrays.copyOfRange(proof, Ed25519Verifier.SIGNATURE_BYTES, PROOF_BYTES);
        try (Hmac hmac = confirming(side)) {
            hmac.verify(confirmation, transcript, signature);
            Ed25519Verifier.verify(identity, side.context, transcript, signature);
        } catch (MacRejectedException e) {
            throw new RefusedException(Refusal.BAD_MAC);
        } catch (SignatureRejectedException e) {
            throw new RefusedException(Refusal.BAD_SIGNATURE);
        }
    }

    private byte[] confirmation(Side side, byte[] signature) {
        try (Hmac hmac = confirming(side)) {
            return hmac.tag(transcript, signature);
        }
    }

    private Hmac confirming(Side side) {
        return new Hmac(HashAlgorithm.SHA_256, key(side, "confirm"), CONFIRMATION_BYTES);
    }

    /** For the frames that this side sends. */
    FrameSeal seal(Side sender) {
        return new FrameSeal(key(sender, "frames"));
    }

    private SecretBytes key(Side side, String use) {
        return Hkdf.SHA_256.derive(shared, salt, side.info(use, transcript), KEY_BYTES);
    }

    @Override
    public void close() {
        shared.close();
    }
}
