package dev.shieldwall.crypto.keystore;

import static dev.shieldwall.crypto.keystore.Pkcs12Parts.PASSWORD;
import static dev.shieldwall.crypto.keystore.Pkcs12Parts.certificate;
import static dev.shieldwall.crypto.keystore.Pkcs12Parts.data;
import static dev.shieldwall.crypto.keystore.Pkcs12Parts.encoded;
import static dev.shieldwall.crypto.keystore.Pkcs12Parts.encryptedData;
import static dev.shieldwall.crypto.keystore.Pkcs12Parts.file;
import static dev.shieldwall.crypto.keystore.Pkcs12Parts.named;
import static dev.shieldwall.crypto.keystore.Pkcs12Parts.octets;
import static dev.shieldwall.crypto.keystore.Pkcs12Parts.secret;
import static dev.shieldwall.crypto.keystore.Pkcs12Parts.sequence;
import static dev.shieldwall.crypto.keystore.Pkcs12Parts.shrouded;
import static dev.shieldwall.crypto.keystore.Pkcs12Parts.typed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.shieldwall.crypto.keystore.Pkcs12RejectedException.Reason;
import dev.shieldwall.crypto.signature.Ed25519Encoding;
import dev.shieldwall.crypto.signature.SignaturePrivateKey;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.junit.jupiter.api.Test;

/** What lies under the MAC: made by somebody who knows the password, and still of a bounded and known form. */
class Pkcs12ContentsTest {

    private static final Certified OWN = Certified.make("Ed25519");
    private static final Certified OTHER = Certified.make("Ed25519");

    private final byte[] pkcs8 = OWN.pkcs8();

    @Test
    void oneKeyIsReadWhereverItLies() throws Exception {
        assertReads(file(data(shrouded(pkcs8))));
        assertReads(file(encryptedData(shrouded(pkcs8))));
        assertReads(file(encryptedData(), data(shrouded(pkcs8))));
    }

    @Test
    void noKeyAndTwoKeysAreRefused() {
        assertRefused(Reason.OTHER_CONTENT, file(data()));
        assertRefused(Reason.OTHER_CONTENT, file(data(certificate(OWN.certificate()))));
        assertRefused(Reason.OTHER_CONTENT, file(data(shrouded(pkcs8), shrouded(pkcs8))));
        assertRefused(Reason.OTHER_CONTENT, file(data(shrouded(pkcs8)), data(shrouded(pkcs8))));
    }

    @Test
    void partsAndBagsHaveBounds() throws Exception {
        assertReads(file(data(), data(shrouded(pkcs8))));
        assertRefused(Reason.MALFORMED, file(data(), data(), data(shrouded(pkcs8))));
        assertRefused(Reason.MALFORMED, file());
        assertReads(file(data(bags(10))));
        assertRefused(Reason.MALFORMED, file(data(bags(11))));
    }

    private ASN1Encodable[] bags(int count) {
        var bags = new ASN1Encodable[count];
        Arrays.fill(bags, certificate(OWN.certificate()));
        bags[count - 1] = shrouded(pkcs8);
        return bags;
    }

    @Test
    void amongTheCertificatesMustBeTheKeysOwn() throws Exception {
        assertReads(file(data(shrouded(pkcs8), certificate(OWN.certificate()))));
        assertReads(file(encryptedData(certificate(OTHER.certificate()), certificate(OWN.certificate())), data(shrouded(pkcs8))));
        assertReads(file(encryptedData(certificate(OWN.certificate()), certificate(OTHER.certificate())), data(shrouded(pkcs8))));
        assertRefused(Reason.INCONSISTENT, file(data(shrouded(pkcs8), certificate(OTHER.certificate()))));
        assertRefused(Reason.INCONSISTENT, file(data(shrouded(pkcs8), certificate(Certified.make("Ed448").certificate()))));
        assertRefused(Reason.MALFORMED, file(data(shrouded(pkcs8), certificate(new byte[10]))));
        ASN1Encodable sdsi = typed(PKCSObjectIdentifiers.certBag, typed(PKCSObjectIdentifiers.sdsiCertificate, octets(pkcs8)));
        assertRefused(Reason.OTHER_CONTENT, file(data(shrouded(pkcs8), sdsi)));
    }

    /** SUN's parser of certificates throws what it does not declare at a public key of Ed25519 without bytes. */
    @Test
    void ofACertificateOnlyThePublicKeyIsLookedAtAndStrangeOnesAreNotTheKeys() throws Exception {
        String key = hex(Ed25519Encoding.spki(OWN.key().publicKey().bytes()));
        assertReads(file(data(shrouded(pkcs8), certificate(OWN.certificate()), certificate(withKey("300a300506032b6570030100")))));
        assertReads(file(data(shrouded(pkcs8), certificate(withKey(key)))));
        assertRefused(Reason.INCONSISTENT, file(data(shrouded(pkcs8), certificate(withKey("300a300506032b6570030100")))));
        assertRefused(Reason.MALFORMED, file(data(shrouded(pkcs8), certificate(withKey("3007300506032b6570")))));
        assertRefused(Reason.MALFORMED, file(data(shrouded(pkcs8), certificate(withKey("300b300506032b657003020101")))));
    }

    /** Our own certificate with another SubjectPublicKeyInfo in it. */
    private static byte[] withKey(String subjectPublicKeyInfo) {
        ASN1Encodable[] fields = fields();
        fields[6] = Pkcs12Parts.parsed(HexFormat.of().parseHex(subjectPublicKeyInfo));
        return certificateOf(fields);
    }

    private static ASN1Encodable[] fields() {
        return ((ASN1Sequence) certificateParts()[0]).toArray();
    }

    private static byte[] certificateOf(ASN1Encodable... fields) {
        return Der.encode(sequence(sequence(fields), certificateParts()[1], certificateParts()[2]));
    }

    private static ASN1Encodable[] certificateParts() {
        return ((ASN1Sequence) Pkcs12Parts.parsed(OWN.certificate())).toArray();
    }

    /** Version 1 is not written down; two more fields than ours has are in the standard. */
    @Test
    void theFieldsOfACertificateHaveBounds() throws Exception {
        ASN1Encodable[] fields = fields();
        assertThat(fields).hasSize(7);
        assertReads(file(data(shrouded(pkcs8), certificate(certificateOf(Arrays.copyOfRange(fields, 1, 7))))));
        for (ASN1Encodable[] few : List.of(
                Arrays.copyOf(fields, 6), Arrays.copyOfRange(fields, 1, 6), Arrays.copyOf(fields, 1), Arrays.copyOf(fields, 0))) {
            assertRefused(Reason.MALFORMED, file(data(shrouded(pkcs8), certificate(certificateOf(few)))));
        }
        ASN1Encodable[] many = Arrays.copyOf(fields, 10);
        Arrays.fill(many, 7, 10, sequence());
        assertReads(file(data(shrouded(pkcs8), certificate(certificateOf(many)))));
        many = Arrays.copyOf(many, 11);
        many[10] = sequence();
        assertRefused(Reason.MALFORMED, file(data(shrouded(pkcs8), certificate(certificateOf(many)))));
    }

    /** Whatever comes behind it: a refusal, or a bug. */
    @Test
    void aKeyThatIsNotHandedOutIsOverwritten() throws Exception {
        byte[] safe = Der.encode(sequence(data(shrouded(pkcs8))));
        SignaturePrivateKey key;
        try (var contents = new Pkcs12Contents(PASSWORD)) {
            contents.readParts(safe);
            key = Objects.requireNonNull(contents.key);
            assertThat(key.isClosed()).isFalse();
        }
        assertThat(key.isClosed()).isTrue();
        try (var contents = new Pkcs12Contents(PASSWORD)) {
            contents.readParts(safe);
            key = contents.handOut().key();
        }
        assertThat(key.isClosed()).isFalse();
    }

    @Test
    void indefiniteLengthsAreReadAndWhatTheyHoldIsChecked() throws Exception {
        byte[] part = Der.encode(data(shrouded(pkcs8)));
        assertReads(macked("3080" + hex(part) + "0000"));
        for (String bits : new String[] {"030109", "0303ff0000"}) {
            assertRefused(Reason.MALFORMED, macked("3080" + hex(part) + bits + "0000"));
        }
    }

    private static byte[] macked(String safe) {
        return Pkcs12.sealed(HexFormat.of().parseHex(safe), PASSWORD, Pkcs12Parts.SALT, Pkcs12Parts.LEAST);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    @Test
    void anUnencryptedKeyIsRefused() {
        assertRefused(Reason.UNENCRYPTED_KEY, file(data(typed(PKCSObjectIdentifiers.keyBag, Pkcs12Parts.parsed(pkcs8)))));
    }

    @Test
    void otherBagsAndPartsAreRefused() {
        for (var type : Arrays.asList(
                PKCSObjectIdentifiers.crlBag, PKCSObjectIdentifiers.secretBag, PKCSObjectIdentifiers.safeContentsBag)) {
            assertRefused(Reason.OTHER_CONTENT, file(data(shrouded(pkcs8), typed(type, sequence()))));
        }
        ASN1Encodable enveloped = typed(PKCSObjectIdentifiers.envelopedData, sequence());
        assertRefused(Reason.OTHER_CONTENT, file(data(shrouded(pkcs8)), enveloped));
    }

    @Test
    void aKeyUnderAnotherPasswordThanTheMacDoesNotOpen() {
        byte[] safe = Der.encode(sequence(data(shrouded(pkcs8))));
        byte[] other = Pkcs12.sealed(safe, secret("another password"), Pkcs12Parts.SALT, Pkcs12Parts.LEAST);
        assertThatExceptionOfType(Pkcs12RejectedException.class)
                .isThrownBy(() -> Pkcs12.decode(other, secret("another password")))
                // One of 256 wrong keys leaves a padding, and then what is no PKCS#8.
                .matches(e -> e.reason() == Reason.DOES_NOT_OPEN || e.reason() == Reason.MALFORMED);
    }

    @Test
    void theNameIsReadBesideOtherAttributes() throws Exception {
        ASN1Encodable id = sequence(PKCSObjectIdentifiers.pkcs_9_at_localKeyId, new DERSet(octets(new byte[] {1})));
        assertThat(Pkcs12.decode(file(data(shrouded(pkcs8, id, named("one")))), PASSWORD).name()).isEqualTo("one");
        assertThat(Pkcs12.decode(file(data(shrouded(pkcs8, id))), PASSWORD).name()).isEmpty();
    }

    @Test
    void aNameThatWouldMoveACursorIsRefused() throws Exception {
        assertReads(file(data(shrouded(pkcs8, named("x".repeat(64))))));
        for (String name : new String[] {"x".repeat(65), "a\nb", "\u001b[2J", "a\u202eb"}) {
            assertRefused(Reason.NAME, file(data(shrouded(pkcs8, named(name)))));
        }
        ASN1Encodable utf8 = sequence(PKCSObjectIdentifiers.pkcs_9_at_friendlyName, new DERSet(new DERUTF8String("one")));
        assertRefused(Reason.MALFORMED, file(data(shrouded(pkcs8, utf8))));
        assertReads(file(data(shrouded(pkcs8, names(10)))));
        assertRefused(Reason.MALFORMED, file(data(shrouded(pkcs8, names(11)))));
    }

    private static ASN1Encodable[] names(int count) {
        var names = new ASN1Encodable[count];
        Arrays.setAll(names, i -> named("name " + i));
        return names;
    }

    @Test
    void whateverLiesUnderTheMacNothingButARefusalComesOut() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        byte[] safe = Der.encode(sequence(data(
                shrouded(pkcs8, named("one")), certificate(OWN.certificate()))));
        for (int i = 0; i < 1_500; i++) {
            byte[] changed = changed(safe, random);
            try {
                Pkcs12Contents.read(changed, PASSWORD).key().close();
            } catch (Pkcs12RejectedException e) {
                assertThat(e.reason()).as("seed %s", seed).isNotEqualTo(Reason.TOO_LONG);
            }
        }
    }

    private static byte[] changed(byte[] bytes, Random random) {
        byte[] changed = bytes.clone();
        for (int n = random.nextInt(3); n >= 0; n--) {
            changed[random.nextInt(changed.length)] = (byte) random.nextInt();
        }
        return changed;
    }

    private static void assertReads(byte[] file) throws Pkcs12RejectedException {
        assertThat(encoded(Pkcs12.decode(file, PASSWORD).key())).isEqualTo(encoded(OWN.key()));
    }

    private static void assertRefused(Reason reason, byte[] file) {
        assertThatExceptionOfType(Pkcs12RejectedException.class)
                .isThrownBy(() -> Pkcs12.decode(file, PASSWORD))
                .matches(e -> e.reason() == reason, reason.toString());
    }
}
