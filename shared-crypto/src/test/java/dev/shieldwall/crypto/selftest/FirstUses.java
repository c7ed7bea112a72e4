package dev.shieldwall.crypto.selftest;

import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.aead.Aead;
import dev.shieldwall.crypto.aead.AeadAlgorithm;
import dev.shieldwall.crypto.aead.AeadKey;
import dev.shieldwall.crypto.aead.NonceAead;
import dev.shieldwall.crypto.aead.Secretbox;
import dev.shieldwall.crypto.hash.HashAlgorithm;
import dev.shieldwall.crypto.hash.Sha256;
import dev.shieldwall.crypto.kdf.Argon2id;
import dev.shieldwall.crypto.kdf.Hkdf;
import dev.shieldwall.crypto.kdf.KxSessionKeys;
import dev.shieldwall.crypto.kdf.Pbkdf2;
import dev.shieldwall.crypto.kdf.Pkcs12Kdf;
import dev.shieldwall.crypto.kem.KemAlgorithm;
import dev.shieldwall.crypto.kem.KemPrivateKey;
import dev.shieldwall.crypto.kem.KemPublicKey;
import dev.shieldwall.crypto.keystore.Pkcs12;
import dev.shieldwall.crypto.keystore.Pkcs12Key;
import dev.shieldwall.crypto.mac.Hmac;
import dev.shieldwall.crypto.signature.Ed25519PrivateKey;
import dev.shieldwall.crypto.signature.Ed25519PublicKey;
import dev.shieldwall.crypto.signature.KeyRejectedException;
import dev.shieldwall.crypto.signature.SignatureAlgorithm;
import dev.shieldwall.crypto.signature.SignaturePrivateKey;
import dev.shieldwall.crypto.signature.SignaturePublicKey;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;

/** Every public way to a first answer of a primitive. Called by name in a {@link FreshProcess}. */
final class FirstUses {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte[] SALT = new byte[16];

    private FirstUses() {}

    static String report() {
        CryptoReport report = CryptoSelfTest.report();
        return "tested " + report.tested() + ", not used yet " + report.notUsedYet() + ", failed " + report.failed();
    }

    static void atStart() {
        CryptoSelfTest.atStart();
    }

    static void sha256() {
        Sha256.hash();
    }

    static void sha256ByName() {
        HashAlgorithm.SHA_256.stream();
    }

    static void hashesAtOnce() {
        for (HashAlgorithm.Family family : HashAlgorithm.Family.values()) {
            new HashAlgorithm(family, 32 * (family.fixedLength() && family.name().contains("512") ? 2 : 1)).hash();
        }
    }

    static void hashesInPieces() {
        for (HashAlgorithm.Family family : HashAlgorithm.Family.values()) {
            new HashAlgorithm(family, 32 * (family.fixedLength() && family.name().contains("512") ? 2 : 1)).stream();
        }
    }

    static void hmac() {
        new Hmac(HashAlgorithm.SHA_256, key());
        new Hmac(HashAlgorithm.SHA_512, key());
        new Hmac(HashAlgorithm.SHA3_256, key());
        new Hmac(HashAlgorithm.SHA3_512, key());
    }

    static void aead() {
        for (AeadAlgorithm algorithm : AeadAlgorithm.values()) {
            new Aead(AeadKey.of(algorithm, key()), RANDOM);
        }
    }

    static void nonceAead() {
        for (AeadAlgorithm algorithm : AeadAlgorithm.values()) {
            new NonceAead(AeadKey.of(algorithm, key()));
        }
    }

    static void secretbox() {
        Secretbox.of(key());
    }

    static void box() throws KeyRejectedException {
        Secretbox.ofBox(key());
    }

    static void hkdfWhole() {
        Hkdf.SHA_256.derive(key(), SALT, SALT, 32);
        Hkdf.SHA_512.derive(key(), SALT, SALT, 32);
    }

    static void hkdfExtract() {
        Hkdf.SHA_256.extract(key(), SALT);
        Hkdf.SHA_512.extract(key(), SALT);
    }

    static void hkdfExpand() {
        Hkdf.SHA_256.expand(SecretBytes.random(64, RANDOM), SALT, 32);
        Hkdf.SHA_512.expand(SecretBytes.random(64, RANDOM), SALT, 32);
    }

    static void passwords() {
        Argon2id.derive(key(), SALT, new Argon2id.Cost(Argon2id.Cost.MIN_MEMORY_KIB, 2, 1), 32);
        Pbkdf2.SHA_256.derive(key(), SALT, Pbkdf2.MIN_ITERATIONS, 32);
        Pbkdf2.SHA_512.derive(key(), SALT, Pbkdf2.MIN_ITERATIONS, 32);
    }

    static void pkcs12Keys() {
        Pkcs12Kdf.macKey(text(), SALT, Pkcs12Kdf.MIN_ITERATIONS);
        Pkcs12Kdf.encryptionKey(text(), SALT, Pkcs12Kdf.MIN_ITERATIONS);
    }

    static void pkcs12() {
        Pkcs12.encode(new Pkcs12Key("", SignaturePrivateKey.generate(SignatureAlgorithm.ED25519, RANDOM)), text(), RANDOM);
    }

    static void kx() throws KeyRejectedException {
        KxSessionKeys.client(key(), new byte[32], new byte[32]);
    }

    static void kemPrivateKeys() {
        for (KemAlgorithm algorithm : KemAlgorithm.values()) {
            KemPrivateKey.generate(algorithm, RANDOM);
        }
    }

    static void kemPublicKeys() {
        for (KemAlgorithm algorithm : KemAlgorithm.values()) {
            try {
                KemPublicKey.of(algorithm, new byte[algorithm.publicKeyBytes()]);
            } catch (KeyRejectedException e) {
                // an answer too
            }
        }
    }

    /** Of zeros: most are refused, which is an answer too. */
    static void signaturePrivateKeys() {
        for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
            try {
                SignaturePrivateKey.of(algorithm, new byte[algorithm.privateKeyBytes()]);
            } catch (KeyRejectedException e) {
                // an answer too
            }
        }
    }

    static void signaturePublicKeys() {
        for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
            try {
                SignaturePublicKey.of(algorithm, new byte[algorithm.publicKeyBytes()]);
            } catch (KeyRejectedException e) {
                // an answer too
            }
        }
    }

    static void ed25519PrivateKey() {
        Ed25519PrivateKey.generate(RANDOM);
    }

    static void ed25519PublicKey() throws KeyRejectedException {
        byte[] base = new byte[32];
        Arrays.fill(base, (byte) 0x66);
        base[0] = 0x58;
        Ed25519PublicKey.of(base);
    }

    private static SecretBytes text() {
        return SecretBytes.copyOf("correct horse".getBytes(StandardCharsets.US_ASCII));
    }

    private static SecretBytes key() {
        return SecretBytes.random(32, RANDOM);
    }
}
