package dev.shieldwall.crypto.signature;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.internal.Bytes;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.pqc.crypto.falcon.FalconKeyGenerationParameters;
import org.bouncycastle.pqc.crypto.falcon.FalconKeyPairGenerator;
import org.bouncycastle.pqc.crypto.falcon.FalconParameters;
import org.bouncycastle.pqc.crypto.falcon.FalconPrivateKeyParameters;
import org.bouncycastle.pqc.crypto.falcon.FalconPublicKeyParameters;
import org.bouncycastle.pqc.crypto.falcon.FalconSigner;

/**
 * Falcon of round 3 by Bouncy Castle. Experimental: FIPS 206 will differ, its arithmetic leaks by time more easily than
 * that of the others, and no second library was there to compare.
 *
 * <p>A signature is compressed and of varying length; like the padded form of the Falcon specification, zeros fill it
 * up to a fixed one. Its last byte holds the end mark of the last coefficient and so is never zero: the zeros can be
 * taken off again in one way only.
 */
record FalconScheme(SignatureAlgorithm algorithm) implements SignatureScheme {

    private static final SecureRandom RANDOM = new SecureRandom();

    @Override
    public byte[] drawPrivateKey(SecureRandom random) {
        return SignatureScheme.randomBytes(algorithm.privateKeyBytes(), random);
    }

    /** Makes the key of its seed. With polynomials from a stranger the library would look for a signature for ever. */
    @Override
    public ParsedPrivateKey privateKey(byte[] raw) {
        FalconKeyPairGenerator generator = new FalconKeyPairGenerator();
        generator.init(new FalconKeyGenerationParameters(new OneSeed(raw.clone()), parameters()));
        return new Key(this, (FalconPrivateKeyParameters) generator.generateKeyPair().getPrivate());
    }

    @Override
    public ParsedPublicKey publicKey(byte[] raw) throws KeyRejectedException {
        if (raw[0] != header()) {
            throw new KeyRejectedException("a public key of " + algorithm + " starts with " + header());
        }
        byte[] h = Arrays.copyOfRange(raw, 1, raw.length);
        requireReduced(h);
        FalconPublicKeyParameters key = new FalconPublicKeyParameters(parameters(), h);
        return (context, message, signature) -> accepts(key, context.bind(message), signature);
    }

    /** Coefficients of 14 bits each, all below the modulus; the library would find out at the first signature only. */
    private static void requireReduced(byte[] h) throws KeyRejectedException {
        int bits = 0;
        int held = 0;
        for (byte next : h) {
            bits = (bits << 8) | (next & 0xff);
            held += 8;
            if (held >= 14) {
                held -= 14;
                if (((bits >>> held) & 0x3fff) >= 12289) {
                    throw new KeyRejectedException("a coefficient of the public key is not below 12289");
                }
            }
        }
    }

    private static boolean accepts(FalconPublicKeyParameters key, byte[] signed, byte[] padded) {
        int length = padded.length;
        while (length > 0 && padded[length - 1] == 0) {
            length--;
        }
        FalconSigner verifier = new FalconSigner();
        verifier.init(false, key);
        return length > 41 && verifier.verifySignature(signed, Arrays.copyOf(padded, length));
    }

    /** The first byte of a public key: the logarithm of the degree. */
    private byte header() {
        return (byte) parameters().getLogN();
    }

    private FalconParameters parameters() {
        return switch (algorithm) {
            case FALCON_512 -> FalconParameters.falcon_512;
            case FALCON_1024 -> FalconParameters.falcon_1024;
            default -> throw new CryptoBug(algorithm + " is not Falcon");
        };
    }

    private record Key(FalconScheme scheme, FalconPrivateKeyParameters key) implements ParsedPrivateKey {

        @Override
        public byte[] publicKey() {
            return Bytes.join(new byte[] {scheme.header()}, key.getPublicKey());
        }

        @Override
        public byte[] sign(SigningContext context, byte[] message) {
            return signBound(context.bind(message));
        }

        /** A signature that is too long for its form is thrown away, and another made. */
        private byte[] signBound(byte[] signed) {
            byte[] signature = once(signed);
            while (signature.length > scheme.algorithm.signatureBytes()) {
                signature = once(signed);
            }
            return Arrays.copyOf(signature, scheme.algorithm.signatureBytes());
        }

        private byte[] once(byte[] signed) {
            FalconSigner signer = new FalconSigner();
            signer.init(true, new ParametersWithRandom(key, RANDOM));
            return signer.generateSignature(signed);
        }

        @Override
        public void destroy() {
            // Bouncy Castle offers no way to overwrite its copy of the polynomials.
        }
    }

    /** The one draw of the library's key generation. */
    private static final class OneSeed extends SecureRandom {

        private static final long serialVersionUID = 1L;

        private final transient byte[] seed;

        OneSeed(byte[] seed) {
            this.seed = seed;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            if (bytes.length != seed.length) {
                throw new CryptoBug("the library draws " + bytes.length + " bytes for a Falcon key");
            }
            System.arraycopy(seed, 0, bytes, 0, seed.length);
            Arrays.fill(seed, (byte) 0);
        }
    }
}
