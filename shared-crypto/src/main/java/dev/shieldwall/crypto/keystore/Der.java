package dev.shieldwall.crypto.keystore;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.keystore.Pkcs12RejectedException.Reason;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1BMPString;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.ASN1TaggedObject;

/**
 * Steps through what Bouncy Castle parsed. Its own types for PKCS#12 answer a strange structure with half a dozen kinds of
 * exceptions; here everything that is not what the caller asks for is {@link Reason#MALFORMED}.
 */
final class Der {

    private Der() {}

    /** Exactly one value, in any of the encodings of BER, nested no deeper than the library allows (64). */
    static ASN1Primitive parse(byte[] encoded) throws Pkcs12RejectedException {
        try {
            ASN1Primitive value = ASN1Primitive.fromByteArray(encoded);
            if (value != null) { // of nothing the library makes null
                return value;
            }
        } catch (IOException | IllegalStateException | IllegalArgumentException e) {
            // The last two it does not declare: of an EXTERNAL whose content has an implicit tag, and of a BIT STRING with
            // wrong padding in an indefinite length. No other came out of 22 million random structures.
        }
        throw malformed();
    }

    /** Exactly one value in its only encoding. */
    static ASN1Primitive parseStrictly(byte[] encoded) throws Pkcs12RejectedException {
        ASN1Primitive value = parse(encoded);
        try {
            if (Arrays.equals(value.getEncoded(ASN1Encoding.DER), encoded)) {
                return value;
            }
        } catch (IOException e) {
            // What cannot be encoded was not encoded so.
        }
        throw malformed();
    }

    /** Of a secret nothing is left but what is returned. */
    static byte[] encode(ASN1Encodable value) {
        try (var out = new WipedOutput()) {
            value.toASN1Primitive().encodeTo(out, ASN1Encoding.DER);
            return out.take();
        } catch (IOException e) {
            throw new CryptoBug("a value cannot be encoded", e);
        }
    }

    static List<ASN1Encodable> sequence(ASN1Encodable value, int least, int most) throws Pkcs12RejectedException {
        if (value instanceof ASN1Sequence sequence && sequence.size() >= least && sequence.size() <= most) {
            return List.of(sequence.toArray());
        }
        throw malformed();
    }

    static List<ASN1Encodable> set(ASN1Encodable value, int least, int most) throws Pkcs12RejectedException {
        if (value instanceof ASN1Set set && set.size() >= least && set.size() <= most) {
            return List.of(set.toArray());
        }
        throw malformed();
    }

    static ASN1ObjectIdentifier oid(ASN1Encodable value) throws Pkcs12RejectedException {
        if (value instanceof ASN1ObjectIdentifier oid) {
            return oid;
        }
        throw malformed();
    }

    /** The array of the value itself, not a copy: whoever overwrites it overwrites the value. */
    static byte[] octets(ASN1Encodable value) throws Pkcs12RejectedException {
        if (value instanceof ASN1OctetString octets) {
            return octets.getOctets();
        }
        throw malformed();
    }

    static byte[] bits(ASN1Encodable value) throws Pkcs12RejectedException {
        if (value instanceof ASN1BitString bits && bits.getPadBits() == 0) {
            return bits.getOctets();
        }
        throw malformed();
    }

    static String text(ASN1Encodable value) throws Pkcs12RejectedException {
        if (value instanceof ASN1BMPString text) {
            return text.getString();
        }
        throw malformed();
    }

    /** The number, or -1 for one that is negative or does not fit. */
    static int number(ASN1Encodable value) throws Pkcs12RejectedException {
        if (value instanceof ASN1Integer number) {
            return number.getValue().signum() >= 0 && number.getValue().bitLength() < Integer.SIZE
                    ? number.getValue().intValueExact()
                    : -1;
        }
        throw malformed();
    }

    static boolean isTagged(ASN1Encodable value, int tag) {
        return value instanceof ASN1TaggedObject tagged && tagged.hasContextTag(tag);
    }

    static ASN1Encodable explicit(ASN1Encodable value, int tag) throws Pkcs12RejectedException {
        if (value instanceof ASN1TaggedObject tagged && tagged.hasContextTag(tag) && tagged.isExplicit()) {
            return tagged.getExplicitBaseObject();
        }
        throw malformed();
    }

    /** With another tag in the place of its own; a constructed one is an explicit tag to the library, and refused. */
    static byte[] implicitOctets(ASN1Encodable value, int tag) throws Pkcs12RejectedException {
        return octets(implicit(value, tag, 4));
    }

    static byte[] implicitBits(ASN1Encodable value, int tag) throws Pkcs12RejectedException {
        return bits(implicit(value, tag, 3));
    }

    private static ASN1Primitive implicit(ASN1Encodable value, int tag, int universal) throws Pkcs12RejectedException {
        if (!(value instanceof ASN1TaggedObject tagged) || !tagged.hasContextTag(tag)) {
            throw malformed();
        }
        try {
            return tagged.getBaseUniversal(false, universal);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw malformed();
        }
    }

    static Pkcs12RejectedException malformed() {
        return new Pkcs12RejectedException(Reason.MALFORMED);
    }
}
