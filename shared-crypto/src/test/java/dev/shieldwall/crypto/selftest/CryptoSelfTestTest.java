package dev.shieldwall.crypto.selftest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.crypto.LyingProvider;
import dev.shieldwall.crypto.internal.JdkProviders;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CryptoSelfTestTest {

    @Test
    void aStartTestsWhatEveryProcessUsesAndSaysThatTheRestIsNotTested() throws Throwable {
        try (var process = new FreshProcess()) {
            assertThat(process.report()).startsWith("tested {}, not used yet [sha-256, sha-512,");
            process.use("atStart");
            assertThat(process.report()).startsWith("tested {Ed25519=accp, sha-256=SUN}, not used yet [sha-512,");
        }
    }

    /** Each use in classes of its own: nothing but the use itself can have asked for the test. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "sha256               | sha-256",
        "sha256ByName         | sha-256",
        "hashesAtOnce         | sha-256 sha-512 sha3-256 sha3-512 shake128 shake256 blake2b",
        "hashesInPieces       | sha-256 sha-512 sha3-256 sha3-512 shake128 shake256 blake2b",
        "hmac                 | hmac sha-256,hmac sha-512,hmac sha3-256,hmac sha3-512",
        "aead                 | aes-256-gcm chacha20-poly1305 xchacha20-poly1305",
        "nonceAead            | aes-256-gcm chacha20-poly1305 xchacha20-poly1305",
        "secretbox            | secretbox",
        "box                  | secretbox",
        "hkdfWhole            | hkdf HmacSHA256,hkdf HmacSHA512",
        "hkdfExtract          | hkdf HmacSHA256,hkdf HmacSHA512",
        "hkdfExpand           | hkdf HmacSHA256,hkdf HmacSHA512",
        "passwords            | argon2id,pbkdf2 HmacSHA256,pbkdf2 HmacSHA512",
        "pkcs12Keys           | pkcs12 mac key sha-256,pbkdf2 HmacSHA256",
        "pkcs12               | pkcs12 mac key sha-256,pbkdf2 HmacSHA256,aes-256-cbc,hmac sha-256",
        "kx                   | crypto_kx",
        "kemPrivateKeys       | X25519 X448 ML-KEM-512 ML-KEM-768 ML-KEM-1024 X-Wing",
        "kemPublicKeys        | X25519 X448 ML-KEM-512 ML-KEM-768 ML-KEM-1024 X-Wing",
        "ed25519PrivateKey    | Ed25519",
        "ed25519PublicKey     | Ed25519",
        "signaturePrivateKeys | Ed25519 Ed448 ECDSA-P256-SHA256 ML-DSA-44 ML-DSA-65 ML-DSA-87 SLH-DSA-SHA2-128s SLH-DSA-SHA2-128f SLH-DSA-SHA2-192s SLH-DSA-SHA2-192f SLH-DSA-SHA2-256s SLH-DSA-SHA2-256f SLH-DSA-SHAKE-128s SLH-DSA-SHAKE-128f Falcon-512 Falcon-1024 Ed25519+ML-DSA-65",
        "signaturePublicKeys  | Ed25519 Ed448 ECDSA-P256-SHA256 ML-DSA-44 ML-DSA-65 ML-DSA-87 SLH-DSA-SHA2-128s SLH-DSA-SHA2-128f SLH-DSA-SHA2-192s SLH-DSA-SHA2-192f SLH-DSA-SHA2-256s SLH-DSA-SHA2-256f SLH-DSA-SHAKE-128s SLH-DSA-SHAKE-128f Falcon-512 Falcon-1024 Ed25519+ML-DSA-65"
    })
    void aPrimitiveTestsItselfBeforeItsFirstAnswer(String use, String primitives) throws Throwable {
        String[] names = primitives.split(primitives.contains(",") ? "," : " ");
        try (var process = new FreshProcess()) {
            process.use(use);
            String tested = process.report().replaceFirst(", not used yet .*", "");
            assertThat(Arrays.stream(names)).allSatisfy(name -> assertThat(tested).containsPattern(
                    "[{ ]" + Pattern.quote(name) + "="));
        }
    }

    @Test
    void everythingLeavesNothingUntested() {
        CryptoReport report = CryptoSelfTest.everything(new SecureRandom());
        assertThat(report.notUsedYet()).isEmpty();
        assertThat(report.failed()).isEmpty();
        assertThat(report.tested()).hasSize(46).containsEntry("ECDSA-P256-SHA256", "accp");
    }

    @Test
    void aHashThatLiesStopsTheStart() throws Throwable {
        try (var process = new FreshProcess()) {
            underItsName("SUN", process);
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> process.use("atStart"))
                        .hasMessageMatching("sha-256 by SUN fails its self-test: sha-256 answers wrongly: 0{64} instead of .*");
            }
            assertThatThrownBy(() -> process.use("sha256")).hasMessageStartingWith("sha-256 by SUN fails");
            assertThat(process.report()).startsWith("tested {}, not used yet [sha-512,").endsWith(", failed [sha-256]");
        }
    }

    @Test
    void cipherAndMacThatLieGiveNoAnswer() throws Throwable {
        try (var process = new FreshProcess()) {
            underItsName("SunJCE", process);
            assertThatThrownBy(() -> process.use("nonceAead")).hasMessageStartingWith("aes-256-gcm by SunJCE fails its self-test");
            assertThatThrownBy(() -> process.use("hmac")).hasMessageStartingWith("hmac sha-256 by SunJCE fails its self-test");
            assertThatThrownBy(() -> process.use("hkdfWhole")).hasMessageStartingWith("hkdf HmacSHA256 by SunJCE fails its self-test");
            assertThatThrownBy(() -> process.use("passwords")).hasMessageStartingWith("pbkdf2 HmacSHA256 by SunJCE fails its self-test");
        }
    }

    /** A liar in the place of a provider of the JDK, for as long as the process looks its providers up. */
    private static void underItsName(String name, FreshProcess process) throws Throwable {
        int position = Arrays.stream(Security.getProviders()).map(Provider::getName).toList().indexOf(name) + 1;
        Provider honest = Security.getProvider(name);
        Security.removeProvider(name);
        try {
            Security.insertProviderAt(new LyingProvider(name), position);
            Class.forName(JdkProviders.class.getName(), true, process);
        } finally {
            Security.removeProvider(name);
            Security.insertProviderAt(honest, position);
        }
    }

    @Test
    void aDemandedLibraryThatIsMissingStopsTheStart() throws Throwable {
        System.setProperty("shieldwall.ed25519.backend", "abacus");
        try (var process = new FreshProcess()) {
            assertThatThrownBy(() -> process.use("atStart"))
                    .hasMessage("Ed25519 by the libraries present fails its self-test: the required signature backend"
                            + " 'abacus' is not present; present: [accp, conscrypt, bouncy-castle]");
        } finally {
            System.clearProperty("shieldwall.ed25519.backend");
        }
    }
}
