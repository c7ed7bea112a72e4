package dev.shieldwall.crypto.keystore;

import static dev.shieldwall.crypto.keystore.Pkcs12Parts.encoded;
import static dev.shieldwall.crypto.keystore.Pkcs12Parts.explicit;
import static dev.shieldwall.crypto.keystore.Pkcs12Parts.key;
import static dev.shieldwall.crypto.keystore.Pkcs12Parts.octets;
import static dev.shieldwall.crypto.keystore.Pkcs12Parts.parsed;
import static dev.shieldwall.crypto.keystore.Pkcs12Parts.raw;
import static dev.shieldwall.crypto.keystore.Pkcs12Parts.sequence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.shieldwall.crypto.keystore.Pkcs12RejectedException.Reason;
import dev.shieldwall.crypto.signature.Ed25519Encoding;
import dev.shieldwall.crypto.signature.SignatureAlgorithm;
import dev.shieldwall.crypto.signature.SignaturePrivateKey;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.junit.jupiter.api.Test;

class Pkcs8Test {

    private static final DERSequence ED25519 = sequence(EdECObjectIdentifiers.id_Ed25519);
    private static final DERSequence P256 = sequence(X9ObjectIdentifiers.id_ecPublicKey, X9ObjectIdentifiers.prime256v1);

    private final SignaturePrivateKey ed25519 = key(SignatureAlgorithm.ED25519);
    private final SignaturePrivateKey other = key(SignatureAlgorithm.ED25519);
    private final SignaturePrivateKey p256 = key(SignatureAlgorithm.ECDSA_P256);
    private final DERSequence own = sequence(one(), octets(raw(p256)));

    @Test
    void ed25519HasTheFormOfRfc8410() {
        assertThat(Pkcs8.encode(ed25519)).isEqualTo(Ed25519Encoding.pkcs8(raw(ed25519)));
    }

    @Test
    void aPublicKeyBesideThePrivateOneMustBeItsOwn() throws Exception {
        ASN1Encodable inner = octets(raw(ed25519));
        assertReads(ed25519, info(ED25519, inner, implicitBits(ed25519.publicKey().bytes())));
        assertRefused(Reason.INCONSISTENT, info(ED25519, inner, implicitBits(other.publicKey().bytes())));
        assertRefused(Reason.INCONSISTENT, info(ED25519, inner, implicitBits(new byte[0])));
        assertReads(p256, info(P256, own, implicitBits(p256.publicKey().bytes())));
        assertRefused(Reason.INCONSISTENT, info(P256, own, implicitBits(key(SignatureAlgorithm.ECDSA_P256).publicKey().bytes())));
    }

    @Test
    void thePointInTheScalarsStructureMustBeItsOwn() throws Exception {
        SignaturePrivateKey stranger = key(SignatureAlgorithm.ECDSA_P256);
        assertReads(p256, info(P256, own));
        assertReads(p256, info(P256, p256(raw(p256), curve(X9ObjectIdentifiers.prime256v1), point(p256))));
        assertReads(p256, info(P256, p256(raw(p256), point(p256))));
        assertRefused(Reason.INCONSISTENT, info(P256, p256(raw(p256), point(stranger))));
        assertRefused(Reason.INCONSISTENT, info(P256, p256(raw(p256), curve(SECObjectIdentifiers.secp384r1))));
        assertRefused(Reason.MALFORMED, info(P256, p256(raw(p256), explicit(2, new ASN1Integer(1)))));
        assertRefused(Reason.MALFORMED, info(P256, p256(raw(p256), explicit(1, new DERBitString(new byte[33], 3)))));
    }

    @Test
    void aKeyIsOverwrittenWhenWhatStandsBehindItIsMalformedOrAnothers() throws Exception {
        DERTaggedObject strange = explicit(2, one());
        for (Pkcs8.Fit fit : List.<Pkcs8.Fit>of(Pkcs8::fitsInside, Pkcs8::fitsBeside)) {
            SignaturePrivateKey key = key(SignatureAlgorithm.ECDSA_P256);
            assertThat(Pkcs8.fitting(key, List.of(), fit).isClosed()).isFalse();
            assertThatExceptionOfType(Pkcs12RejectedException.class)
                    .isThrownBy(() -> Pkcs8.fitting(key, List.of(strange), fit))
                    .matches(e -> e.reason() == Reason.MALFORMED);
            assertThat(key.isClosed()).isTrue();
        }
        SignaturePrivateKey mine = key(SignatureAlgorithm.ECDSA_P256);
        assertThat(Pkcs8.fitting(mine, List.of(point(mine)), Pkcs8::fitsInside).isClosed()).isFalse();
        assertThatExceptionOfType(Pkcs12RejectedException.class)
                .isThrownBy(() -> Pkcs8.fitting(mine, List.of(point(mine), point(p256)), Pkcs8::fitsInside))
                .matches(e -> e.reason() == Reason.INCONSISTENT);
        assertThat(mine.isClosed()).isTrue();
    }

    @Test
    void attributesAreLeftOut() throws Exception {
        var attributes = new DERTaggedObject(false, 0, new DERSet());
        assertReads(ed25519, info(ED25519, octets(raw(ed25519)), attributes));
        assertReads(ed25519, info(ED25519, octets(raw(ed25519)), attributes, implicitBits(ed25519.publicKey().bytes())));
    }

    @Test
    void keysOfOtherAlgorithmsAreRefusedByName() {
        for (ASN1Encodable algorithm : new ASN1Encodable[] {
            sequence(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
            sequence(X9ObjectIdentifiers.id_ecPublicKey, SECObjectIdentifiers.secp384r1),
            sequence(X9ObjectIdentifiers.id_ecPublicKey),
            sequence(EdECObjectIdentifiers.id_X25519),
            sequence(EdECObjectIdentifiers.id_Ed25519, DERNull.INSTANCE)
        }) {
            assertRefused(Reason.OTHER_KEY, info(algorithm, octets(new byte[32])));
        }
    }

    @Test
    void lengthsRangeAndVersionAreExact() throws Exception {
        byte[] order = HexFormat.of().parseHex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
        assertRefused(Reason.MALFORMED, info(ED25519, octets(new byte[31])));
        assertRefused(Reason.MALFORMED, info(ED25519, octets(new byte[33])));
        assertRefused(Reason.MALFORMED, info(sequence(EdECObjectIdentifiers.id_Ed448), octets(new byte[56])));
        assertRefused(Reason.MALFORMED, info(P256, p256(new byte[32])));
        assertRefused(Reason.MALFORMED, info(P256, p256(order)));
        assertRefused(Reason.MALFORMED, info(P256, p256(Arrays.copyOf(order, 31))));
        ASN1Encodable inner = octets(Der.encode(octets(raw(ed25519))));
        assertReads(ed25519, Der.encode(sequence(new ASN1Integer(1), ED25519, inner)));
        assertRefused(Reason.MALFORMED, Der.encode(sequence(new ASN1Integer(2), ED25519, inner)));
        assertRefused(Reason.MALFORMED, Arrays.copyOf(Pkcs8.encode(ed25519), 49));
    }

    @Test
    void theSubjectPublicKeyInfoOfAnotherIsNotTheKeys() throws Exception {
        assertThat(Pkcs8.isPublicKeyOf(ed25519, parsed(Ed25519Encoding.spki(ed25519.publicKey().bytes())))).isTrue();
        assertThat(Pkcs8.isPublicKeyOf(ed25519, parsed(Ed25519Encoding.spki(other.publicKey().bytes())))).isFalse();
        ASN1Encodable sameBytes = sequence(sequence(EdECObjectIdentifiers.id_X25519), new DERBitString(ed25519.publicKey().bytes()));
        assertThat(Pkcs8.isPublicKeyOf(ed25519, sameBytes)).isFalse();
        Certified certified = Certified.make("EC");
        assertThat(Pkcs8.isPublicKeyOf(certified.key(), parsed(certified.parsed().getPublicKey().getEncoded()))).isTrue();
    }

    @Test
    void whateverComesNothingButARefusalComesOut() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        byte[][] whole = {Pkcs8.encode(ed25519), Pkcs8.encode(key(SignatureAlgorithm.ED448)), Pkcs8.encode(p256)};
        for (int i = 0; i < 3_000; i++) {
            byte[] changed = whole[i % 3].clone();
            for (int n = random.nextInt(3); n >= 0; n--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            try {
                Pkcs8.decode(changed).close();
            } catch (Pkcs12RejectedException e) {
                assertThat(e.reason()).as("seed %s", seed).isIn(Reason.MALFORMED, Reason.OTHER_KEY, Reason.INCONSISTENT);
            }
        }
    }

    private static byte[] info(ASN1Encodable algorithm, ASN1Encodable inner, ASN1Encodable... rest) {
        var parts = new ASN1Encodable[3 + rest.length];
        parts[0] = rest.length == 0 ? new ASN1Integer(0) : one();
        parts[1] = algorithm;
        parts[2] = octets(Der.encode(inner));
        System.arraycopy(rest, 0, parts, 3, rest.length);
        return Der.encode(sequence(parts));
    }

    private static DERSequence p256(byte[] scalar, ASN1Encodable... rest) {
        var parts = new ASN1Encodable[2 + rest.length];
        parts[0] = one();
        parts[1] = octets(scalar);
        System.arraycopy(rest, 0, parts, 2, rest.length);
        return sequence(parts);
    }

    private static ASN1Integer one() {
        return new ASN1Integer(1);
    }

    private static DERTaggedObject curve(ASN1Encodable oid) {
        return explicit(0, oid);
    }

    private static DERTaggedObject point(SignaturePrivateKey key) {
        return explicit(1, new DERBitString(key.publicKey().bytes()));
    }

    private static DERTaggedObject implicitBits(byte[] bits) {
        return new DERTaggedObject(false, 1, new DERBitString(bits));
    }

    private static void assertReads(SignaturePrivateKey key, byte[] pkcs8) throws Pkcs12RejectedException {
        assertThat(encoded(Pkcs8.decode(pkcs8))).isEqualTo(encoded(key));
    }

    private static void assertRefused(Reason reason, byte[] pkcs8) {
        assertThatExceptionOfType(Pkcs12RejectedException.class)
                .isThrownBy(() -> Pkcs8.decode(pkcs8))
                .matches(e -> e.reason() == reason, reason.toString());
    }
}
