package dev.shieldwall.crypto.keystore;

import static dev.shieldwall.crypto.keystore.Pkcs12Parts.HMAC_SHA_256;
import static dev.shieldwall.crypto.keystore.Pkcs12Parts.LEAST;
import static dev.shieldwall.crypto.keystore.Pkcs12Parts.PASSWORD;
import static dev.shieldwall.crypto.keystore.Pkcs12Parts.RANDOM;
import static dev.shieldwall.crypto.keystore.Pkcs12Parts.SALT;
import static dev.shieldwall.crypto.keystore.Pkcs12Parts.SHA_256;
import static dev.shieldwall.crypto.keystore.Pkcs12Parts.encoded;
import static dev.shieldwall.crypto.keystore.Pkcs12Parts.key;
import static dev.shieldwall.crypto.keystore.Pkcs12Parts.macked;
import static dev.shieldwall.crypto.keystore.Pkcs12Parts.octets;
import static dev.shieldwall.crypto.keystore.Pkcs12Parts.pbes2;
import static dev.shieldwall.crypto.keystore.Pkcs12Parts.secret;
import static dev.shieldwall.crypto.keystore.Pkcs12Parts.sequence;
import static dev.shieldwall.crypto.keystore.Pkcs12Parts.typed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.LyingProvider;
import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.internal.JdkProviders;
import dev.shieldwall.crypto.keystore.Pkcs12RejectedException.Reason;
import dev.shieldwall.crypto.signature.SignatureAlgorithm;
import dev.shieldwall.crypto.signature.SignaturePrivateKey;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.BERSequence;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The outside of a file: who may read it, what it may cost, and that nothing in it can be changed. */
class Pkcs12Test {

    private final Pkcs12Key key = new Pkcs12Key("replica 1", key(SignatureAlgorithm.ED25519));
    private final byte[] file = Pkcs12.encode(key, PASSWORD, LEAST, RANDOM);

    @ParameterizedTest
    @EnumSource(value = SignatureAlgorithm.class, names = {"ED25519", "ED448", "ECDSA_P256"})
    void aKeyAndItsNameComeBackAsTheyWere(SignatureAlgorithm algorithm) throws Exception {
        SignaturePrivateKey made = key(algorithm);
        for (String name : new String[] {"", "Schlüssel der 東京 #1", "x".repeat(64)}) {
            Pkcs12Key read = Pkcs12.decode(Pkcs12.encode(new Pkcs12Key(name, made), PASSWORD, LEAST, RANDOM), PASSWORD);
            assertThat(read.name()).isEqualTo(name);
            assertThat(encoded(read.key())).isEqualTo(encoded(made));
        }
    }

    @ParameterizedTest
    @EnumSource(value = SignatureAlgorithm.class,
            names = {"ML_DSA_44", "ML_DSA_65", "ML_DSA_87", "SLH_DSA_SHA2_128F", "FALCON_512", "HYBRID_ED25519_ML_DSA_65"})
    void aKeyWhoseFormOthersDoNotReadIsNotWritten(SignatureAlgorithm algorithm) {
        SignaturePrivateKey other = key(algorithm);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Pkcs12Key("", other))
                .withMessageContaining("Of " + algorithm + " there is no form");
    }

    @Test
    void aNameHasABoundAndNothingThatMovesACursor() {
        new Pkcs12Key("x".repeat(64), key.key());
        for (String name : new String[] {"x".repeat(65), "a\nb", "a\u001bb", "a\u007f", "a\u202eb", "\ud83d\ude00", "a\u0000"}) {
            assertThatIllegalArgumentException().isThrownBy(() -> new Pkcs12Key(name, key.key()));
        }
    }

    @Test
    void whatIsWrittenTakesSixHundredThousandIterationsOfEach() throws Exception {
        byte[] one = Pkcs12.encode(key, PASSWORD, RANDOM);
        assertThat(HexFormat.of().formatHex(one).split("02030927c0", -1)).hasSize(3);
        assertThat(encoded(Pkcs12.decode(one, PASSWORD).key())).isEqualTo(encoded(key.key()));
    }

    @Test
    void saltsAndTheFirstBlockAreDrawn() {
        String drawn = HexFormat.of().formatHex(Pkcs12.encode(key, PASSWORD, LEAST, new Counting()));
        assertThat(drawn).contains("0410" + "01".repeat(16), "0410" + "02".repeat(16), "0410" + "03".repeat(16));
    }

    /** Draws ones, then twos, then threes. */
    private static final class Counting extends SecureRandom {

        private static final long serialVersionUID = 1L;

        private byte last;

        @Override
        public void nextBytes(byte[] bytes) {
            Arrays.fill(bytes, ++last);
        }
    }

    @Test
    void aWrongPasswordIsRefusedLikeAnAlteredFile() {
        byte[] altered = file.clone();
        altered[file.length / 2] ^= 1;
        assertRefused(Reason.DOES_NOT_OPEN, altered, PASSWORD);
        for (String wrong : new String[] {"correct horsf", "correct hors", "correct horse ", "CORRECT HORSE", "c"}) {
            assertRefused(Reason.DOES_NOT_OPEN, file, secret(wrong));
        }
    }

    @Test
    void passwordsHaveBoundsAndStayTheCallers() throws Exception {
        assertThatIllegalArgumentException().isThrownBy(() -> Pkcs12.encode(key, secret("1234567"), LEAST, RANDOM));
        assertThatIllegalArgumentException().isThrownBy(() -> Pkcs12.decode(file, secret("")));
        assertThatIllegalArgumentException().isThrownBy(() -> Pkcs12.decode(file, SecretBytes.copyOf(new byte[] {-1})));
        assertThatIllegalArgumentException().isThrownBy(() -> Pkcs12.encode(key, SecretBytes.copyOf(new byte[8]), LEAST, RANDOM));
        assertThatIllegalArgumentException().isThrownBy(() -> Pkcs12.decode(file, SecretBytes.copyOf(new byte[1])));
        SecretBytes password = secret("12345678");
        byte[] own = Pkcs12.encode(key, password, LEAST, RANDOM);
        assertThat(Pkcs12.decode(own, password).key().publicKey()).isEqualTo(key.key().publicKey());
        assertThat(password).isEqualTo(secret("12345678"));
    }

    /** A closed key is a bug of the caller, which comes out where the key is asked for its bytes. */
    @Test
    void aPasswordOutsideOfTheBoundsIsRefusedBeforeTheKeyIsTouched() {
        SignaturePrivateKey closed = key(SignatureAlgorithm.ED25519);
        closed.close();
        var unusable = new Pkcs12Key("", closed);
        assertThatExceptionOfType(CryptoBug.class).isThrownBy(() -> Pkcs12.encode(unusable, secret("x".repeat(1_024)), LEAST, RANDOM));
        assertThatIllegalArgumentException().isThrownBy(() -> Pkcs12.encode(unusable, secret("x".repeat(1_025)), LEAST, RANDOM));
    }

    @Test
    void anyBitThatIsFlippedIsSeen() {
        for (int at = 0; at < file.length; at++) {
            for (int mask : new int[] {1, 2, 4, 8, 16, 32, 64, 128, 255}) {
                byte[] flipped = file.clone();
                flipped[at] ^= (byte) mask;
                assertThatExceptionOfType(Pkcs12RejectedException.class)
                        .as("byte %s, mask %s", at, mask)
                        .isThrownBy(() -> Pkcs12.decode(flipped, PASSWORD));
            }
        }
    }

    @Test
    void aTornFileAndOneWithSomethingBehindAreNoFiles() {
        for (int length = 0; length < file.length; length++) {
            assertRefused(Reason.MALFORMED, Arrays.copyOf(file, length), PASSWORD);
        }
        assertRefused(Reason.MALFORMED, Arrays.copyOf(file, file.length + 1), PASSWORD);
    }

    /** The same value in another encoding of BER: whoever compares files would take it for another key. */
    @Test
    void anotherEncodingOfTheSameIsNoFile() throws Exception {
        var outer = new BERSequence(((ASN1Sequence) Der.parse(file)).toArray());
        assertRefused(Reason.MALFORMED, outer.getEncoded(), PASSWORD);
    }

    @Test
    void theLengthIsBoundedBeforeAnythingIsParsed() {
        assertRefused(Reason.MALFORMED, new byte[1 << 20], PASSWORD);
        assertRefused(Reason.TOO_LONG, new byte[(1 << 20) + 1], PASSWORD);
    }

    /**
     * On the last four Bouncy Castle 1.86 throws what it does not declare: EXTERNALs, and BIT STRINGs with more than seven
     * or with set bits of padding in an indefinite length.
     */
    @ParameterizedTest
    @ValueSource(strings = {"", "05", "0500", "3000", "020103", "300302013", "30030201ff",
        "300f280da00b06042beebd09450365103d", "311431123010280e800cfc9d988e9c35ab9a1d015f33",
        "30800301090000", "30800303ff00000000"})
    void whatIsSomethingElseIsNoFile(String hex) {
        assertRefused(Reason.MALFORMED, HexFormat.of().parseHex(hex.length() % 2 == 0 ? hex : hex + "0"), PASSWORD);
    }

    @Test
    void nestingHasABound() {
        byte[] nested = new byte[1 << 20];
        for (int i = 0; i < nested.length; i += 2) {
            nested[i] = 0x30;
            nested[i + 1] = (byte) 0x80;
        }
        assertRefused(Reason.MALFORMED, nested, PASSWORD);
    }

    @Test
    void anotherVersionIsNoFile() throws Exception {
        ASN1Encodable[] parts = ((ASN1Sequence) Der.parse(file)).toArray();
        parts[0] = new ASN1Integer(4);
        assertRefused(Reason.MALFORMED, Der.encode(sequence(parts)), PASSWORD);
    }

    @Test
    void aFileWithoutMacOverAPasswordIsRefused() throws Exception {
        ASN1Encodable[] parts = ((ASN1Sequence) Der.parse(file)).toArray();
        assertRefused(Reason.NO_MAC, Der.encode(sequence(parts[0], parts[1])), PASSWORD);
        ASN1Encodable signed = typed(PKCSObjectIdentifiers.signedData, octets(new byte[0]));
        assertRefused(Reason.NO_MAC, Der.encode(sequence(parts[0], signed, parts[2])), PASSWORD);
    }

    @Test
    void otherMacsAreRefused() {
        assertRefused(Reason.OTHER_MAC, macked(sequence(OIWObjectIdentifiers.idSHA1, DERNull.INSTANCE), SALT, number(LEAST)), PASSWORD);
        assertRefused(Reason.OTHER_MAC, macked(sequence(NISTObjectIdentifiers.id_sha512, DERNull.INSTANCE), SALT, number(LEAST)), PASSWORD);
        assertRefused(Reason.OTHER_MAC, macked(sequence(PKCSObjectIdentifiers.id_PBMAC1, DERNull.INSTANCE), SALT, number(LEAST)), PASSWORD);
        assertRefused(Reason.DOES_NOT_OPEN, macked(SHA_256, SALT, number(LEAST)), PASSWORD);
        assertRefused(Reason.DOES_NOT_OPEN, macked(sequence(NISTObjectIdentifiers.id_sha256), SALT, number(LEAST)), PASSWORD);
    }

    @Test
    void theCostOfTheMacHasBoundsOnBothSides() {
        assertRefused(Reason.DOES_NOT_OPEN, macked(SHA_256, SALT, number(2_048)), PASSWORD);
        assertRefused(Reason.DOES_NOT_OPEN, macked(SHA_256, new byte[64], number(2_048)), PASSWORD);
        assertRefused(Reason.COST, macked(SHA_256, SALT, number(2_047)), PASSWORD);
        assertRefused(Reason.COST, macked(SHA_256, SALT, number(10_000_001)), PASSWORD);
        assertRefused(Reason.COST, macked(SHA_256, SALT, number(-1)), PASSWORD);
        assertRefused(Reason.COST, macked(SHA_256, SALT, number((1L << 32) + LEAST)), PASSWORD);
        assertRefused(Reason.COST, macked(SHA_256, SALT), PASSWORD); // one iteration, unless it says another number
        assertRefused(Reason.COST, macked(SHA_256, new byte[7], number(LEAST)), PASSWORD);
        assertRefused(Reason.COST, macked(SHA_256, new byte[65], number(LEAST)), PASSWORD);
    }

    /** Half a block does not open; with anything else of it wrong it is not even tried. */
    @Test
    void theCostOfTheEncryptionHasBoundsOnBothSides() {
        assertRefused(Reason.DOES_NOT_OPEN, kdf(SALT, number(2_048)), 16);
        assertRefused(Reason.DOES_NOT_OPEN, kdf(new byte[64], number(2_048)), 16);
        assertRefused(Reason.COST, kdf(SALT, number(2_047)), 16);
        assertRefused(Reason.COST, kdf(SALT, number(10_000_001)), 16);
        assertRefused(Reason.COST, kdf(SALT, number((1L << 32) + LEAST)), 16);
        assertRefused(Reason.COST, kdf(new byte[7], number(LEAST)), 16);
        assertRefused(Reason.COST, kdf(new byte[65], number(LEAST)), 16);
        assertRefused(Reason.MALFORMED, kdf(SALT, number(LEAST)), 15);
        assertRefused(Reason.MALFORMED, kdf(SALT, number(LEAST)), 17);
    }

    @Test
    void otherFunctionsAndCiphersAreRefused() {
        ASN1Encodable salt = octets(SALT);
        assertRefused(Reason.DOES_NOT_OPEN, sequence(salt, number(LEAST), number(32), HMAC_SHA_256), 16);
        assertRefused(Reason.DOES_NOT_OPEN, sequence(salt, number(LEAST), sequence(PKCSObjectIdentifiers.id_hmacWithSHA256)), 16);
        assertRefused(Reason.OTHER_ENCRYPTION, sequence(salt, number(LEAST)), 16); // HMAC-SHA1, unless it says another
        assertRefused(Reason.OTHER_ENCRYPTION, sequence(salt, number(LEAST), number(32)), 16);
        assertRefused(Reason.OTHER_ENCRYPTION, sequence(salt, number(LEAST), number(16), HMAC_SHA_256), 16);
        assertRefused(Reason.OTHER_ENCRYPTION,
                sequence(salt, number(LEAST), sequence(PKCSObjectIdentifiers.id_hmacWithSHA1, DERNull.INSTANCE)), 16);
        for (var other : new ASN1Encodable[] {
            sequence(PKCSObjectIdentifiers.pbeWithSHAAnd3_KeyTripleDES_CBC, sequence(salt, number(LEAST))),
            sequence(PKCSObjectIdentifiers.pbeWithSHAAnd40BitRC2_CBC, sequence(salt, number(LEAST))),
            sequence(PKCSObjectIdentifiers.pbeWithMD5AndDES_CBC, sequence(salt, number(LEAST))),
            sequence(PKCSObjectIdentifiers.id_PBES2)
        }) {
            assertRefused(Reason.OTHER_ENCRYPTION, new Pbes2(other, new byte[16]));
        }
        assertRefused(Reason.OTHER_ENCRYPTION, new Pbes2(sequence(PKCSObjectIdentifiers.id_PBES2, sequence(
                sequence(PKCSObjectIdentifiers.id_PBKDF2, kdf(SALT, number(LEAST))),
                sequence(NISTObjectIdentifiers.id_aes128_CBC, octets(new byte[16])))), new byte[16]));
    }

    @Test
    void aCipherThatLiesGivesNoAnswer() {
        Pbes2.selfTest(JdkProviders.SUN_JCE);
        assertThatExceptionOfType(CryptoBug.class)
                .isThrownBy(() -> Pbes2.selfTest(new LyingProvider()))
                .withMessageContaining("AES-256-CBC answers wrongly");
    }

    @Test
    void whateverComesNothingButARefusalComesOut() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int i = 0; i < 3_000; i++) {
            byte[] changed = Arrays.copyOf(file, random.nextInt(4) > 0 ? file.length : random.nextInt(file.length + 20));
            for (int n = random.nextInt(4); n >= 0 && changed.length > 0; n--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(encoded(Pkcs12.decode(changed, PASSWORD).key())).as("seed %s", seed).isEqualTo(encoded(key.key()));
            } catch (Pkcs12RejectedException e) {
                assertThat(e).hasMessageNotContaining("horse").hasNoCause();
            }
        }
    }

    private static ASN1Encodable kdf(byte[] salt, ASN1Encodable iterations) {
        return sequence(octets(salt), iterations, HMAC_SHA_256);
    }

    private static ASN1Integer number(long value) {
        return new ASN1Integer(value);
    }

    private static void assertRefused(Reason reason, ASN1Encodable kdf, int ivBytes) {
        assertRefused(reason, new Pbes2(pbes2(kdf, new byte[ivBytes]), new byte[8]));
    }

    private static void assertRefused(Reason reason, Pbes2 sealed) {
        assertThatExceptionOfType(Pkcs12RejectedException.class)
                .isThrownBy(() -> sealed.open(PASSWORD))
                .matches(e -> e.reason() == reason, reason.toString());
    }

    private static void assertRefused(Reason reason, byte[] file, SecretBytes password) {
        assertThatExceptionOfType(Pkcs12RejectedException.class)
                .isThrownBy(() -> Pkcs12.decode(file, password))
                .matches(e -> e.reason() == reason, reason.toString());
    }
}
