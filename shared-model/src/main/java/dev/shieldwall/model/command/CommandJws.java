package dev.shieldwall.model.command;

import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.codec.JsonCodec;
import dev.shieldwall.model.codec.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The command profile of JWS compact serialization (RFC 7515 section 7.1), see docs/protocol/json.md. The header has
 * exactly the members {@code alg}, {@code kid} and {@code typ}: whatever would change how the rest is read, such as
 * {@code crit}, {@code b64} or {@code jwk}, is an unknown member and refused.
 */
public final class CommandJws {

    public static final String ALGORITHM = "EdDSA";
    public static final String TYPE = "shieldwall-command+jws";
    /** Longest header, decoded; one of this profile has about 110 bytes. */
    public static final int MAX_HEADER_BYTES = 512;
    /** Longest payload, decoded. */
    public static final int MAX_PAYLOAD_BYTES = 65_536;
    public static final int SIGNATURE_BYTES = 64;

    private static final JsonCodec<Header> HEADER = JsonCodec.of(Header.class);
    private static final JsonCodec<CommandPayload> PAYLOAD = JsonCodec.of(CommandPayload.class);

    private record Header(String alg, String kid, String typ) {

        Header {
            if (!alg.equals(ALGORITHM) || !typ.equals(TYPE)) {
                throw new IllegalArgumentException("not the header of a command");
            }
            requireThumbprint(kid);
        }
    }

    private CommandJws() {}

    /** Reads a command of at most {@code maxBytes}. The signature is not verified: {@link SignedCommand#verify}. */
    public static SignedCommand parse(byte[] compact, int maxBytes) throws MalformedException {
        if (compact.length > maxBytes) {
            throw new MalformedException("the command is longer than " + maxBytes + " bytes");
        }
        int headerEnd = dot(compact, 0);
        int payloadEnd = dot(compact, headerEnd + 1);
        byte[] header = part("header", compact, 0, headerEnd, MAX_HEADER_BYTES);
        byte[] payload = part("payload", compact, headerEnd + 1, payloadEnd, MAX_PAYLOAD_BYTES);
        byte[] signature = part("signature", compact, payloadEnd + 1, compact.length, SIGNATURE_BYTES);
        if (signature.length != SIGNATURE_BYTES) {
            throw new MalformedException("the signature does not have 64 bytes");
        }
        return new SignedCommand(
                Bytes.of(compact), Hash.sha256(compact), HEADER.decode(header).kid(), PAYLOAD.decode(payload),
                Bytes.wrap(Arrays.copyOf(compact, payloadEnd)), Bytes.wrap(signature));
    }

    private static int dot(byte[] compact, int from) throws MalformedException {
        for (int i = from; i < compact.length; i++) {
            if (compact[i] == '.') {
                return i;
            }
        }
        throw new MalformedException("a command has three parts");
    }

    /** A further dot is no base64url character and is refused with the last part. */
    private static byte[] part(String name, byte[] compact, int from, int to, int maxBytes) throws MalformedException {
        // Four characters stand for three bytes: looked at before decoding allocates anything.
        if (to - from > (maxBytes + 2) / 3 * 4) {
            throw new MalformedException("the " + name + " is longer than " + maxBytes + " bytes");
        }
        try {
            String text = new String(compact, from, to - from, StandardCharsets.ISO_8859_1);
            byte[] decoded = Bytes.ofBase64Url(text).unsafeArray();
            if (decoded.length > maxBytes) {
                throw new MalformedException("is longer than " + maxBytes + " bytes");
            }
            return decoded;
        } catch (MalformedException e) {
            throw new MalformedException("the " + name + " " + e.getMessage(), e);
        }
    }

    /**
     * What is signed, under the context JWS: base64url(header) '.' base64url(payload).
     *
     * @param keyId RFC 7638 thumbprint of the signer's key, 43 base64url characters
     * @throws IllegalArgumentException if the key id is none or the payload is longer than it may be
     */
    public static byte[] signingInput(String keyId, CommandPayload payload) {
        byte[] json = PAYLOAD.encode(payload);
        if (json.length > MAX_PAYLOAD_BYTES) {
            throw new IllegalArgumentException("the payload is longer than " + MAX_PAYLOAD_BYTES + " bytes");
        }
        String header = Bytes.wrap(HEADER.encode(new Header(ALGORITHM, keyId, TYPE))).toBase64Url();
        return (header + '.' + Bytes.wrap(json).toBase64Url()).getBytes(StandardCharsets.US_ASCII);
    }

    /** The compact JWS of a signing input and its signature of 64 bytes. */
    public static byte[] assemble(byte[] signingInput, byte[] signature) {
        if (signature.length != SIGNATURE_BYTES) {
            throw new IllegalArgumentException("a signature has 64 bytes");
        }
        byte[] tail = ('.' + Bytes.of(signature).toBase64Url()).getBytes(StandardCharsets.US_ASCII);
        byte[] compact = Arrays.copyOf(signingInput, signingInput.length + tail.length);
        System.arraycopy(tail, 0, compact, signingInput.length, tail.length);
        return compact;
    }

    private static void requireThumbprint(String keyId) {
        try {
            if (Bytes.ofBase64Url(keyId).size() == Hash.BYTES) {
                return;
            }
        } catch (MalformedException e) {
            throw new IllegalArgumentException("a key id is base64url", e);
        }
        throw new IllegalArgumentException("a key id is a SHA-256 thumbprint");
    }
}
