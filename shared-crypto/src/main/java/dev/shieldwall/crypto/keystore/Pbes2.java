package dev.shieldwall.crypto.keystore;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.internal.JdkProviders;
import dev.shieldwall.crypto.internal.KnownAnswer;
import dev.shieldwall.crypto.internal.Tested;
import dev.shieldwall.crypto.kdf.Pkcs12Kdf;
import dev.shieldwall.crypto.keystore.Pkcs12RejectedException.Reason;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.spec.IvParameterSpec;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;

/**
 * PBES2 (RFC 8018 section 6.2) with PBKDF2-HMAC-SHA256 and AES-256-CBC, and nothing else. CBC does not authenticate:
 * this is for what lies under the MAC of a PKCS#12 file, after that was verified.
 *
 * @param algorithm the AlgorithmIdentifier
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Pbes2(ASN1Encodable algorithm, byte[] ciphertext) {

    private static final int KEY_BYTES = 32;
    private static final int BLOCK_BYTES = 16;
    private static final int SALT_BYTES = 16;

    private static final Tested TESTED =
            Tested.of("aes-256-cbc", JdkProviders.SUN_JCE.getName(), () -> selfTest(JdkProviders.SUN_JCE));

    static Pbes2 seal(byte[] plain, SecretBytes password, int iterations, SecureRandom random) {
        byte[] salt = new byte[SALT_BYTES];
        byte[] iv = new byte[BLOCK_BYTES];
        random.nextBytes(salt);
        random.nextBytes(iv);
        try (SecretBytes key = Pkcs12Kdf.encryptionKey(password, salt, iterations)) {
            byte[] ciphertext = cipher(Cipher.ENCRYPT_MODE, key, iv).doFinal(plain);
            return new Pbes2(algorithm(salt, iterations, iv), ciphertext);
        } catch (BadPaddingException | IllegalBlockSizeException e) {
            throw new CryptoBug("AES-256-CBC pads what it encrypts", e);
        }
    }

    private static ASN1Encodable algorithm(byte[] salt, int iterations, byte[] iv) {
        var kdf = sequence(new DEROctetString(salt), new ASN1Integer(iterations),
                sequence(PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE));
        return sequence(PKCSObjectIdentifiers.id_PBES2, sequence(
                sequence(PKCSObjectIdentifiers.id_PBKDF2, kdf),
                sequence(NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(iv))));
    }

    private static DERSequence sequence(ASN1Encodable... parts) {
        return new DERSequence(parts);
    }

    /** Secret: overwrite after use. */
    byte[] open(SecretBytes password) throws Pkcs12RejectedException {
        List<ASN1Encodable> schemes = Der.sequence(parametersOf(algorithm, PKCSObjectIdentifiers.id_PBES2), 2, 2);
        List<ASN1Encodable> kdf = Der.sequence(parametersOf(schemes.getFirst(), PKCSObjectIdentifiers.id_PBKDF2), 2, 4);
        byte[] iv = Der.octets(parametersOf(schemes.get(1), NISTObjectIdentifiers.id_aes256_CBC));
        requireSha256(kdf.subList(2, kdf.size()));
        byte[] salt = Der.octets(kdf.getFirst());
        int iterations = Der.number(kdf.get(1));
        if (!Pkcs12Kdf.bears(salt, iterations)) {
            throw new Pkcs12RejectedException(Reason.COST);
        }
        if (iv.length != BLOCK_BYTES) {
            throw Der.malformed();
        }
        try (SecretBytes key = Pkcs12Kdf.encryptionKey(password, salt, iterations)) {
            return cipher(Cipher.DECRYPT_MODE, key, iv).doFinal(ciphertext);
        } catch (BadPaddingException | IllegalBlockSizeException e) {
            throw new Pkcs12RejectedException(Reason.DOES_NOT_OPEN);
        }
    }

    private static ASN1Encodable parametersOf(ASN1Encodable algorithm, ASN1ObjectIdentifier expected)
            throws Pkcs12RejectedException {
        List<ASN1Encodable> parts = Der.sequence(algorithm, 1, 2);
        if (parts.size() == 1 || !expected.equals(Der.oid(parts.getFirst()))) {
            throw new Pkcs12RejectedException(Reason.OTHER_ENCRYPTION);
        }
        return parts.get(1);
    }

    /** Behind salt and iterations: perhaps the length of the key, then the function, which is HMAC-SHA1 unless named. */
    private static void requireSha256(List<ASN1Encodable> rest) throws Pkcs12RejectedException {
        boolean sha256 = !rest.isEmpty()
                && isHmacSha256(rest.getLast())
                && (rest.size() == 1 || Der.number(rest.getFirst()) == KEY_BYTES);
        if (!sha256) {
            throw new Pkcs12RejectedException(Reason.OTHER_ENCRYPTION);
        }
    }

    private static boolean isHmacSha256(ASN1Encodable function) {
        return sequence(PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE).equals(function)
                || sequence(PKCSObjectIdentifiers.id_hmacWithSHA256).equals(function);
    }

    private static Cipher cipher(int mode, SecretBytes key, byte[] iv) {
        TESTED.require();
        return cipher(mode, key, iv, JdkProviders.SUN_JCE);
    }

    private static Cipher cipher(int mode, SecretBytes key, byte[] iv, Provider provider) {
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding", provider);
            cipher.init(mode, key.asKey("AES"), new IvParameterSpec(iv));
            return cipher;
        } catch (GeneralSecurityException e) {
            throw new CryptoBug("no AES-256-CBC in this JDK", e);
        }
    }

    static Tested tested() {
        return TESTED;
    }

    /** NIST SP 800-38A section F.2.5, first block; behind it there is one of padding. */
    static void selfTest(Provider provider) {
        byte[] iv = KnownAnswer.hex("000102030405060708090a0b0c0d0e0f");
        String plain = "6bc1bee22e409f96e93d7e117393172a";
        try (SecretBytes key = SecretBytes.copyOf(
                KnownAnswer.hex("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4"))) {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, iv, provider).doFinal(KnownAnswer.hex(plain));
            KnownAnswer.require("AES-256-CBC", "f58c4c04d6e5f1ba779eabfb5f7bfbd6", Arrays.copyOf(sealed, BLOCK_BYTES));
            KnownAnswer.require("AES-256-CBC", plain, cipher(Cipher.DECRYPT_MODE, key, iv, provider).doFinal(sealed));
        } catch (BadPaddingException | IllegalBlockSizeException e) {
            throw new CryptoBug("AES-256-CBC does not open what it sealed", e);
        }
    }
}
