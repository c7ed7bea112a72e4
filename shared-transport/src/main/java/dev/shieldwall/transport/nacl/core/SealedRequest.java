package dev.shieldwall.transport.nacl.core;

import dev.shieldwall.crypto.aead.Secretbox;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What a client posts: {@code nonce 24 | tag 16 | ciphertext}, and in clear who it says it is. */
@SuppressWarnings("ArrayRecordComponent") // handed on; never compared
public record SealedRequest(ClientId client, byte[] sealed) {

    /** The bound of a body in either direction, looked at before it is parsed. */
    public static final int MOST_BYTES = 1 << 20;

    /** What of it is not the payload, generously: names, the client id, white space. */
    private static final int FRAME_BYTES = 256;

    /** The longest text whose envelope is within the bound. */
    public static final int MOST_PLAINTEXT_BYTES =
            (MOST_BYTES - FRAME_BYTES) / 4 * 3 - Secretbox.NONCE_BYTES - Secretbox.TAG_BYTES;

    /** Plain JSON, which the reference lets pass once there is a session, names no session here. */
    public static SealedRequest parse(byte[] body) throws NaclRefusedException {
        JsonFields fields = JsonFields.parse(body, MOST_BYTES);
        if (!fields.has("client_id")) {
            throw new NaclRefusedException(NaclRefusal.NO_SESSION);
        }
        fields.requireOnly("encrypted", "payload", "client_id").requireTrue("encrypted");
        return new SealedRequest(ClientId.parse(fields.text("client_id")), fields.bytes("payload"));
    }

    public byte[] encode() {
        String json = "{\"encrypted\":true,\"payload\":\"" + Base64.getEncoder().encodeToString(sealed)
                + "\",\"client_id\":\"" + client + "\"}";
        return json.getBytes(StandardCharsets.US_ASCII);
    }
}
