package dev.shieldwall.benchmark;

import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.aead.AeadAlgorithm;
import dev.shieldwall.crypto.aead.AeadKey;
import dev.shieldwall.crypto.aead.NonceAead;
import dev.shieldwall.crypto.encryption.Decryptor;
import dev.shieldwall.crypto.encryption.Encryptor;
import dev.shieldwall.crypto.hash.Sha256;
import dev.shieldwall.crypto.kdf.Hkdf;
import dev.shieldwall.crypto.kem.KemAlgorithm;
import dev.shieldwall.crypto.kem.KemPrivateKey;
import dev.shieldwall.crypto.signature.SignatureAlgorithm;
import dev.shieldwall.crypto.signature.SignaturePrivateKey;
import dev.shieldwall.crypto.signature.Signer;
import dev.shieldwall.crypto.signature.SigningContext;
import dev.shieldwall.crypto.signature.Verifier;
import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KEM;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Ours first, the rival second. Each side does the whole thing that a caller wants, with a fresh nonce or message. */
final class CryptoDuels {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte[] HEADER = new byte[16];
    private static final SigningContext CONTEXT = SigningContext.of("benchmark");
    private static final int MESSAGE_BYTES = 256;

    private CryptoDuels() {}

    static List<Duel> all(boolean sodium) throws Throwable {
        var duels = new ArrayList<Duel>();
        duels.add(aes("crypto.aes256gcm.1k.ratio_to_jdk", 1 << 10));
        duels.add(aes("crypto.aes256gcm.64k.ratio_to_jdk", 1 << 16));
        duels.add(mlDsa());
        duels.add(mlKem());
        duels.add(sha256());
        duels.add(hkdf());
        duels.add(hybrid("crypto.hybrid.1m.overhead_percent", 1 << 20));
        duels.add(hybrid("crypto.hybrid.1k.overhead_percent", 1 << 10));
        if (sodium) {
            duels.add(xchacha("crypto.xchacha.1k.ratio_to_libsodium", 1 << 10));
            duels.add(xchacha("crypto.xchacha.64k.ratio_to_libsodium", 1 << 16));
            duels.add(xchacha("crypto.xchacha.1m.ratio_to_libsodium", 1 << 20));
            duels.addAll(ed25519());
        }
        return duels;
    }

    private static Duel aes(String name, int bytes) throws Throwable {
        byte[] key = random(32);
        byte[] plaintext = random(bytes);
        var ours = new NonceAead(AeadKey.of(AeadAlgorithm.AES_256_GCM, SecretBytes.copyOf(key)));
        Cipher raw = Cipher.getInstance("AES/GCM/NoPadding");
        var rawKey = new SecretKeySpec(key, "AES");
        var nonces = new Nonces(12);
        return new Duel(name, () -> ours.seal(nonces.next(), plaintext, HEADER), () -> {
            raw.init(Cipher.ENCRYPT_MODE, rawKey, new GCMParameterSpec(128, nonces.next()));
            raw.updateAAD(HEADER);
            return raw.doFinal(plaintext);
        });
    }

    private static Duel xchacha(String name, int bytes) {
        byte[] key = random(32);
        byte[] plaintext = random(bytes);
        var ours = new NonceAead(AeadKey.of(AeadAlgorithm.XCHACHA20_POLY1305, SecretBytes.copyOf(key)));
        var nonces = new Nonces(24);
        return new Duel(name, () -> ours.seal(nonces.next(), plaintext, HEADER),
                () -> Sodium.seal(key, nonces.next(), plaintext, HEADER));
    }

    private static List<Duel> ed25519() throws Throwable {
        byte[] seed = random(32);
        SignaturePrivateKey key = SignaturePrivateKey.of(SignatureAlgorithm.ED25519, seed);
        var signer = new Signer(key, CONTEXT);
        var verifier = new Verifier(key.publicKey(), CONTEXT);
        byte[] secret = Sodium.secretKey(seed);
        byte[] message = random(MESSAGE_BYTES);
        byte[] own = signer.sign(message);
        byte[] theirs = Sodium.sign(secret, message);
        byte[] publicKey = key.publicKey().bytes();
        return List.of(
                new Duel("crypto.ed25519.sign.ratio_to_libsodium", () -> signer.sign(message),
                        () -> Sodium.sign(secret, message)),
                new Duel("crypto.ed25519.verify.ratio_to_libsodium", () -> {
                    verifier.verify(message, own);
                    return message;
                }, () -> require(Sodium.verify(publicKey, message, theirs))));
    }

    /** The message changes, for how long a signature takes depends on it. */
    private static Duel mlDsa() throws Throwable {
        SignaturePrivateKey key = SignaturePrivateKey.generate(SignatureAlgorithm.ML_DSA_65, RANDOM);
        var signer = new Signer(key, CONTEXT);
        KeyPair pair = KeyPairGenerator.getInstance("ML-DSA-65").generateKeyPair();
        Signature raw = Signature.getInstance("ML-DSA-65");
        var messages = new Nonces(MESSAGE_BYTES);
        return new Duel("crypto.mldsa65.sign.ratio_to_jdk", () -> signer.sign(messages.next()), () -> {
            raw.initSign(pair.getPrivate());
            raw.update(messages.next());
            return raw.sign();
        });
    }

    private static Duel mlKem() throws Throwable {
        KemPrivateKey key = KemPrivateKey.generate(KemAlgorithm.ML_KEM_768, RANDOM);
        PublicKey publicKey = KeyPairGenerator.getInstance("ML-KEM-768").generateKeyPair().getPublic();
        KEM raw = KEM.getInstance("ML-KEM-768");
        return new Duel("crypto.mlkem768.encap.ratio_to_jdk", () -> key.publicKey().encapsulate(RANDOM),
                () -> raw.newEncapsulator(publicKey, RANDOM).encapsulate());
    }

    private static Duel sha256() throws Throwable {
        byte[] node = random(64);
        MessageDigest raw = MessageDigest.getInstance("SHA-256");
        return new Duel("crypto.sha256.64b.ratio_to_jdk", () -> Sha256.hash(node), () -> raw.digest(node));
    }

    private static Duel hkdf() throws Throwable {
        byte[] input = random(32);
        SecretBytes secret = SecretBytes.copyOf(input);
        KDF raw = KDF.getInstance("HKDF-SHA256");
        return new Duel("crypto.hkdf.ratio_to_jdk", () -> Hkdf.SHA_256.derive(secret, HEADER, HEADER, 32),
                () -> raw.deriveData(
                        HKDFParameterSpec.ofExtract().addIKM(input).addSalt(HEADER).thenExpand(HEADER, 32)));
    }

    /** Encrypted to a key and decrypted, with X-Wing against X25519 alone. */
    private static Duel hybrid(String name, int bytes) {
        byte[] plaintext = random(bytes);
        return new Duel(name, roundTrip(KemAlgorithm.X_WING, plaintext), roundTrip(KemAlgorithm.X25519, plaintext));
    }

    private static Duel.Task roundTrip(KemAlgorithm kem, byte[] plaintext) {
        KemPrivateKey key = KemPrivateKey.generate(kem, RANDOM);
        var encryptor = new Encryptor(key.publicKey(), AeadAlgorithm.AES_256_GCM, RANDOM);
        var decryptor = new Decryptor(key, Set.of(AeadAlgorithm.AES_256_GCM));
        return () -> decryptor.decrypt(encryptor.encrypt(plaintext, HEADER), HEADER);
    }

    private static Object require(boolean holds) {
        if (!holds) {
            throw new IllegalStateException("the rival refuses its own signature");
        }
        return HEADER;
    }

    private static byte[] random(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return random;
    }

    /** Bytes that differ from call to call. */
    private static final class Nonces {

        private final int bytes;
        private long next;

        Nonces(int bytes) {
            this.bytes = bytes;
        }

        byte[] next() {
            return ByteBuffer.allocate(bytes).putLong(next++).array();
        }
    }
}
