package dev.shieldwall.benchmark;

import com.neilalexander.jnacl.crypto.xsalsa20poly1305;
import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.aead.AeadAlgorithm;
import dev.shieldwall.crypto.aead.AeadKey;
import dev.shieldwall.crypto.aead.NonceAead;
import dev.shieldwall.crypto.aead.Secretbox;
import dev.shieldwall.crypto.encryption.Decryptor;
import dev.shieldwall.crypto.encryption.Encryptor;
import dev.shieldwall.crypto.hash.Sha256;
import dev.shieldwall.crypto.kdf.Argon2id;
import dev.shieldwall.crypto.kdf.Hkdf;
import dev.shieldwall.crypto.kem.KemAlgorithm;
import dev.shieldwall.crypto.kem.KemPrivateKey;
import java.nio.ByteBuffer;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.SecureRandom;
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

    static final SecureRandom RANDOM = new SecureRandom();
    private static final byte[] HEADER = new byte[16];

    private CryptoDuels() {}

    static List<Duel> all(boolean sodium) throws Throwable {
        var duels = new ArrayList<Duel>();
        duels.add(aes("crypto.aes256gcm.1k.ratio_to_jdk", 1 << 10));
        duels.add(aes("crypto.aes256gcm.64k.ratio_to_jdk", 1 << 16));
        duels.add(SignatureDuels.mlDsa());
        duels.add(SignatureDuels.ecdsa());
        duels.add(mlKem());
        duels.add(sha256());
        duels.add(hkdf());
        duels.add(secretbox());
        duels.add(hybrid("crypto.hybrid.4m.overhead_percent", 4 << 20));
        duels.add(hybrid("crypto.hybrid.1m.overhead_percent", 1 << 20));
        duels.add(hybrid("crypto.hybrid.1k.overhead_percent", 1 << 10));
        if (sodium) {
            duels.add(xchacha("crypto.xchacha.1k.ratio_to_libsodium", 1 << 10));
            duels.add(xchacha("crypto.xchacha.64k.ratio_to_libsodium", 1 << 16));
            duels.add(xchacha("crypto.xchacha.1m.ratio_to_libsodium", 1 << 20));
            duels.add(aesOfSodium());
            duels.add(argon2id());
            duels.addAll(SignatureDuels.ed25519("crypto.ed25519"));
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

    private static Duel aesOfSodium() throws Throwable {
        byte[] key = random(32);
        byte[] plaintext = random(1 << 16);
        var ours = new NonceAead(AeadKey.of(AeadAlgorithm.AES_256_GCM, SecretBytes.copyOf(key)));
        var nonces = new Nonces(12);
        return new Duel("crypto.aes256gcm.64k.ratio_to_libsodium", () -> ours.seal(nonces.next(), plaintext, HEADER),
                () -> Sodium.sealAes(key, nonces.next(), plaintext, HEADER));
    }

    /** Against what JeroMQ encrypts with. It wants 32 zeros before the message. */
    private static Duel secretbox() {
        byte[] key = random(32);
        byte[] plaintext = random(1 << 10);
        var ours = Secretbox.of(SecretBytes.copyOf(key));
        var nonces = new Nonces(24);
        byte[] padded = new byte[32 + plaintext.length];
        System.arraycopy(plaintext, 0, padded, 32, plaintext.length);
        return new Duel("crypto.secretbox.1k.ratio_to_jnacl", () -> ours.seal(nonces.next(), plaintext), () -> {
            byte[] box = new byte[padded.length];
            xsalsa20poly1305.crypto_secretbox(box, padded, padded.length, nonces.next(), key);
            return box;
        });
    }

    private static Duel argon2id() {
        byte[] password = random(16);
        SecretBytes secret = SecretBytes.copyOf(password);
        byte[] salt = random(16);
        var cost = new Argon2id.Cost(Argon2id.Cost.MIN_MEMORY_KIB, 2, 1);
        return new Duel("crypto.argon2id.19m.ratio_to_libsodium", () -> Argon2id.derive(secret, salt, cost, 32),
                () -> Sodium.argon2id(password, salt, cost.iterations(), cost.memoryKib()));
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

    static byte[] random(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return random;
    }

    /** Bytes that differ from call to call. */
    static final class Nonces {

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
