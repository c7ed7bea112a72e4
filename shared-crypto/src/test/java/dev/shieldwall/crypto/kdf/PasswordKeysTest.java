package dev.shieldwall.crypto.kdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.LyingProvider;
import dev.shieldwall.crypto.SecretAccess;
import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.internal.JdkProviders;
import dev.shieldwall.crypto.kdf.Argon2id.Cost;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Argon2id and PBKDF2. */
class PasswordKeysTest {

    private static final HexFormat HEX = HexFormat.of();
    private static final Cost LEAST = new Cost(Cost.MIN_MEMORY_KIB, 2, 1);
    private static final byte[] SALT = new byte[16];

    @Test
    void theKnownAnswersHold() {
        Argon2id.selfTest();
        Pbkdf2.selfTest(JdkProviders.SUN_JCE);
    }

    @Test
    void aProviderThatAnswersWronglyStopsTheStart() {
        assertThatExceptionOfType(CryptoBug.class)
                .isThrownBy(() -> Pbkdf2.selfTest(new LyingProvider()))
                .withMessageContaining("PBKDF2");
    }

    /** V7 and V8: keys that the reference program makes, computed with libargon2. */
    @ParameterizedTest
    @CsvSource({
        "aico-transport-backend, 6d159d610e3fcd304456969c66f38fa0, 31bb8f151f2c18a6f8729f9b8315301f837ab9d87effce27a80663ebd833761d",
        "aico-transport-api_gateway, 51f6258a1742ddc58277f2050b171fdb, 312f260d71cb2b59036b177ef145487bb21a91d08f521068144a198b895693ea",
        "aico-curve-message_bus_client_cli, be4681a880a13fc1edf846762b5dba08, ea5c00935dfc87e565c8962fe10f105299185ca257a72a418f4c2b56650bec8326f1c62a2879f4229bfe6dc1a553bfd68a7c25020b236242ff2e885f65016d13"
    })
    void keysOfTheReferenceProgramAreMadeAlike(String label, String salt, String expected) {
        var password = new ByteArrayOutputStream();
        for (int i = 0; i < 32; i++) {
            password.write(i);
        }
        password.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
        SecretBytes key = Argon2id.derive(
                SecretBytes.copyOf(password.toByteArray()), HEX.parseHex(salt), new Cost(65_536, 1, 2), expected.length() / 2);
        assertThat(bytes(key)).asHexString().isEqualToIgnoringCase(expected);
    }

    /** Computed with libargon2 20190702. */
    @Test
    void theLeastCostHasItsKnownAnswer() {
        assertThat(bytes(Argon2id.derive(secret("password"), SALT, LEAST, 32))).asHexString().isEqualToIgnoringCase("dc8e3e1bc1dbfa758d096f5beb2e50357f35dd001dca467842a6b3497ea9cc2b");
    }

    @Test
    void costsOutsideOfTheirBoundsAreRefused() {
        assertThat(Cost.DEFAULT).isEqualTo(new Cost(65_536, 3, 4));
        new Cost(Cost.MIN_MEMORY_KIB, 2, 1);
        assertThatIllegalArgumentException().isThrownBy(() -> new Cost(Cost.MIN_MEMORY_KIB - 1, 4, 1));
        new Cost(Cost.MAX_MEMORY_KIB, 1, 1);
        assertThatIllegalArgumentException().isThrownBy(() -> new Cost(Cost.MAX_MEMORY_KIB + 1, 1, 1));
        new Cost(2 * Cost.MIN_MEMORY_KIB, 1, 1);
        assertThatIllegalArgumentException().isThrownBy(() -> new Cost(2 * Cost.MIN_MEMORY_KIB - 1, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Cost(65_536, 0, 1));
        new Cost(65_536, Cost.MAX_ITERATIONS, 1);
        assertThatIllegalArgumentException().isThrownBy(() -> new Cost(65_536, Cost.MAX_ITERATIONS + 1, 1));
        new Cost(65_536, 1, Cost.MAX_LANES);
        assertThatIllegalArgumentException().isThrownBy(() -> new Cost(65_536, 1, Cost.MAX_LANES + 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Cost(65_536, 1, 0));
    }

    /** Each bound by itself let 1 GiB pass 64 times, more than a minute of a processor. */
    @Test
    void whatPassesTimesMemoryCostIsBounded() {
        new Cost(Cost.MAX_MEMORY_KIB, 4, 1);
        assertThatIllegalArgumentException().isThrownBy(() -> new Cost(Cost.MAX_MEMORY_KIB, 5, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Cost(838_861, 5, 1)); // 1 KiB more
        new Cost(1 << 20, 3, 4);
        new Cost(1 << 16, 3, 4);
    }

    @Test
    void sizesOutsideOfTheirBoundsAreRefusedByArgon2id() {
        SecretBytes password = secret("password");
        assertThat(Argon2id.derive(secret("p"), new byte[16], LEAST, 16).length()).isEqualTo(16);
        assertThat(Argon2id.derive(SecretBytes.copyOf(new byte[1_024]), new byte[64], LEAST, 64).length()).isEqualTo(64);
        assertThatIllegalArgumentException().isThrownBy(() -> Argon2id.derive(password, new byte[15], LEAST, 32));
        assertThatIllegalArgumentException().isThrownBy(() -> Argon2id.derive(password, new byte[65], LEAST, 32));
        assertThatIllegalArgumentException().isThrownBy(() -> Argon2id.derive(password, SALT, LEAST, 15));
        assertThatIllegalArgumentException().isThrownBy(() -> Argon2id.derive(password, SALT, LEAST, 65));
        assertThatIllegalArgumentException().isThrownBy(() -> Argon2id.derive(secret(""), SALT, LEAST, 32));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Argon2id.derive(SecretBytes.copyOf(new byte[1_025]), SALT, LEAST, 32));
    }

    /** RFC-0002 section 8.2. */
    @Test
    void theClusterKeyOfTheNodeProtocolIsMadeAlike() {
        assertThat(bytes(Pbkdf2.SHA_256.derive(
                        secret("master-secret-key"), "production-cluster".getBytes(StandardCharsets.US_ASCII), 100_000, 32)))
                .asHexString()
                .isEqualToIgnoringCase("f05498ed025b27eeeb8c80262fd26433574780120c4f5eb525401ee5a5aa8592");
    }

    /** RFC 7914 section 11 has the first; the others are OpenSSL's, by way of Python. Lengths across blocks of the hash. */
    @ParameterizedTest
    @CsvSource({
        "256, passwd, salt, 1, 55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783",
        "256, password, salt, 2, ae4d0c95af6b46d32d0adff928f06dd02a303f8e",
        "256, passwordPASSWORDpassword, saltSALTsaltSALTsaltSALTsaltSALTsalt, 4096, 348c89dbcbd32b2f32d814b8116e84cf2b17347ebc1800181c4e2a1fb8dd53e1c635518c7dac47e9",
        "256, xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx, salt, 3, 59bfa49750dd5462ce38370a1e7abe0736ff334cf1c2f0d84f23a03435d660d153",
        "512, password, salt, 1, 867f70cf1ade02cff3752599a3a53dc4af34c7a669815ae5d513554e1c8cf252c02d470a285a0501bad999bfe943c08f050235d7d68b1da55e63f73b60a57fce",
        "512, password, salt, 4096, d197b1b33db0143e018b12f3d1d1479e6cdebdcc97c5c0f87f6902e072f457b5143f30602641b3d55cd335988cb36b84376060ecd532e039b742a239434af2d5",
        "512, xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx, salt, 3, 7e06f7557aae6057f38260ec33f67b9675bebccb8b17931386629a07d32149d2378b0cb294a152173818b94281c3db47d169e538b02deb3f2457884f1a3e04d9bb1483b5d4b099a9cd7dc62ecd1571c5"
    })
    void pbkdf2HasItsKnownAnswers(String hash, String password, String salt, int iterations, String expected) {
        Pbkdf2 pbkdf2 = hash.equals("256") ? Pbkdf2.SHA_256 : Pbkdf2.SHA_512;
        assertThat(pbkdf2.compute(secret(password), salt.getBytes(StandardCharsets.US_ASCII), iterations, expected.length() / 2))
                .asHexString()
                .isEqualToIgnoringCase(expected);
    }

    @Test
    void boundsHoldForPbkdf2() {
        SecretBytes password = secret("password");
        byte[] salt = new byte[8];
        assertThat(Pbkdf2.SHA_512.derive(password, salt, 100_000, 16).length()).isEqualTo(16);
        assertThat(Pbkdf2.SHA_512.derive(SecretBytes.copyOf(new byte[1_024]), new byte[256], 100_000, 64).length()).isEqualTo(64);
        assertThatIllegalArgumentException().isThrownBy(() -> Pbkdf2.SHA_256.derive(password, salt, 99_999, 32));
        assertThatIllegalArgumentException().isThrownBy(() -> Pbkdf2.SHA_256.derive(password, salt, 10_000_001, 32));
        assertThatIllegalArgumentException().isThrownBy(() -> Pbkdf2.SHA_256.derive(password, new byte[7], 100_000, 32));
        assertThatIllegalArgumentException().isThrownBy(() -> Pbkdf2.SHA_256.derive(password, new byte[257], 100_000, 32));
        assertThatIllegalArgumentException().isThrownBy(() -> Pbkdf2.SHA_256.derive(password, salt, 100_000, 15));
        assertThatIllegalArgumentException().isThrownBy(() -> Pbkdf2.SHA_256.derive(password, salt, 100_000, 65));
        assertThatIllegalArgumentException().isThrownBy(() -> Pbkdf2.SHA_256.derive(secret(""), salt, 100_000, 32));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pbkdf2.SHA_256.derive(SecretBytes.copyOf(new byte[1_025]), salt, 100_000, 32));
    }

    @Test
    void virtualThreadsDoNotDisturbEachOther() throws Exception {
        byte[] expected = bytes(Argon2id.derive(secret("password"), SALT, LEAST, 32));
        byte[] also = bytes(Pbkdf2.SHA_256.derive(secret("password"), SALT, 100_000, 32));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Boolean> both = () -> Arrays.equals(expected, bytes(Argon2id.derive(secret("password"), SALT, LEAST, 32)))
                    && Arrays.equals(also, bytes(Pbkdf2.SHA_256.derive(secret("password"), SALT, 100_000, 32)));
            for (var answer : threads.invokeAll(IntStream.range(0, 6).mapToObj(i -> both).toList())) {
                assertThat(answer.get()).isTrue();
            }
        }
    }

    private static SecretBytes secret(String text) {
        return SecretBytes.copyOf(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] bytes(SecretBytes secret) {
        return secret.copy(SecretAccess.granted());
    }
}
