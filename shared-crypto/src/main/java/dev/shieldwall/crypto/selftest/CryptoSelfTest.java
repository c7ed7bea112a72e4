package dev.shieldwall.crypto.selftest;

import dev.shieldwall.crypto.aead.NonceAead;
import dev.shieldwall.crypto.aead.Secretbox;
import dev.shieldwall.crypto.hash.HashAlgorithm;
import dev.shieldwall.crypto.hash.Sha256;
import dev.shieldwall.crypto.internal.Tested;
import dev.shieldwall.crypto.kdf.Argon2id;
import dev.shieldwall.crypto.kdf.Hkdf;
import dev.shieldwall.crypto.kdf.KxSessionKeys;
import dev.shieldwall.crypto.kdf.Pbkdf2;
import dev.shieldwall.crypto.kdf.Pkcs12Kdf;
import dev.shieldwall.crypto.kem.KemSelfTest;
import dev.shieldwall.crypto.keystore.Pkcs12;
import dev.shieldwall.crypto.mac.Hmac;
import dev.shieldwall.crypto.signature.Ed25519Verifier;
import dev.shieldwall.crypto.signature.SignatureAlgorithm;
import dev.shieldwall.crypto.signature.SignatureSelfTest;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;

/**
 * Known answers of every primitive on the provider that computes it. A process tests at its start what it uses from then
 * on; any other primitive tests itself before its first answer, because loading all of them costs more than a process
 * that uses two should pay (figures in docs/design/crypto.md).
 */
public final class CryptoSelfTest {

    private CryptoSelfTest() {}

    /**
     * What every process of a mesh uses: SHA-256, and Ed25519 on every library that loads.
     *
     * @throws dev.shieldwall.crypto.CryptoBug naming primitive and provider; the process must not go on
     */
    public static void atStart() {
        Sha256.hash();
        Ed25519Verifier.backendName();
    }

    /** Everything now, signature algorithms also with keys made on the spot, on every library present. Takes seconds. */
    public static CryptoReport everything(SecureRandom random) {
        tested().forEach(Tested::require);
        for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
            SignatureSelfTest.run(algorithm, random);
        }
        return report();
    }

    /** What has been tested in this process up to now. Tests nothing. */
    public static CryptoReport report() {
        return CryptoReport.of(tested());
    }

    private static List<Tested> tested() {
        return Stream.of(
                        HashAlgorithm.tested(), Hmac.tested(), NonceAead.tested(), Secretbox.tested(), Hkdf.tested(),
                        Argon2id.tested(), Pbkdf2.tested(), Pkcs12Kdf.tested(), Pkcs12.tested(), KxSessionKeys.tested(),
                        KemSelfTest.tested(), SignatureSelfTest.tested())
                .flatMap(List::stream)
                .toList();
    }
}
