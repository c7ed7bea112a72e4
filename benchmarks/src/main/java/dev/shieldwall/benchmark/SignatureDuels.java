package dev.shieldwall.benchmark;

import dev.shieldwall.crypto.signature.SignatureAlgorithm;
import dev.shieldwall.crypto.signature.SignaturePrivateKey;
import dev.shieldwall.crypto.signature.Signer;
import dev.shieldwall.crypto.signature.SigningContext;
import dev.shieldwall.crypto.signature.Verifier;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** Signatures: ours first, the rival second. */
final class SignatureDuels {

    private static final SigningContext CONTEXT = SigningContext.of("benchmark");
    private static final int MESSAGE_BYTES = 256;

    private SignatureDuels() {}

    /** By the library that this process has chosen. */
    static List<Duel> ed25519(String name) throws Throwable {
        byte[] seed = CryptoDuels.random(32);
        SignaturePrivateKey key = SignaturePrivateKey.of(SignatureAlgorithm.ED25519, seed);
        var signer = new Signer(key, CONTEXT);
        var verifier = new Verifier(key.publicKey(), CONTEXT);
        byte[] secret = Sodium.secretKey(seed);
        byte[] message = CryptoDuels.random(MESSAGE_BYTES);
        byte[] own = signer.sign(message);
        byte[] theirs = Sodium.sign(secret, message);
        byte[] publicKey = key.publicKey().bytes();
        return List.of(
                new Duel(name + ".sign.ratio_to_libsodium", () -> signer.sign(message),
                        () -> Sodium.sign(secret, message)),
                new Duel(name + ".verify.ratio_to_libsodium", () -> {
                    verifier.verify(message, own);
                    return message;
                }, () -> require(Sodium.verify(publicKey, message, theirs))));
    }

    /** The message changes, for how long a signature takes depends on it. */
    static Duel mlDsa() throws Throwable {
        SignaturePrivateKey key = SignaturePrivateKey.generate(SignatureAlgorithm.ML_DSA_65, CryptoDuels.RANDOM);
        var signer = new Signer(key, CONTEXT);
        KeyPair pair = KeyPairGenerator.getInstance("ML-DSA-65").generateKeyPair();
        Signature raw = Signature.getInstance("ML-DSA-65");
        var messages = new CryptoDuels.Nonces(MESSAGE_BYTES);
        return new Duel("crypto.mldsa65.sign.ratio_to_jdk", () -> signer.sign(messages.next()), () -> {
            raw.initSign(pair.getPrivate());
            raw.update(messages.next());
            return raw.sign();
        });
    }

    /** Verification, on which servers spend their time. */
    static Duel ecdsa() throws Throwable {
        SignaturePrivateKey key = SignaturePrivateKey.generate(SignatureAlgorithm.ECDSA_P256, CryptoDuels.RANDOM);
        byte[] message = CryptoDuels.random(MESSAGE_BYTES);
        byte[] own = new Signer(key, CONTEXT).sign(message);
        var verifier = new Verifier(key.publicKey(), CONTEXT);
        Provider bouncyCastle = new BouncyCastleProvider();
        var generator = KeyPairGenerator.getInstance("EC", bouncyCastle);
        generator.initialize(new ECGenParameterSpec("secp256r1")); // left alone it takes another curve
        KeyPair pair = generator.generateKeyPair();
        Signature raw = Signature.getInstance("SHA256withPLAIN-ECDSA", bouncyCastle);
        raw.initSign(pair.getPrivate());
        raw.update(message);
        byte[] theirs = raw.sign();
        return new Duel("crypto.ecdsap256.verify.ratio_to_bc", () -> {
            verifier.verify(message, own);
            return message;
        }, () -> {
            raw.initVerify(pair.getPublic());
            raw.update(message);
            return require(raw.verify(theirs));
        });
    }

    private static Object require(boolean holds) {
        if (!holds) {
            throw new IllegalStateException("the rival refuses its own signature");
        }
        return CONTEXT;
    }
}
