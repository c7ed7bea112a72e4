package dev.shieldwall.transport.nacl.core;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What a server answers: {@code nonce 24 | tag 16 | ciphertext}, under the name of a cipher that it is not. */
@SuppressWarnings("ArrayRecordComponent") // handed on; never compared
public record SealedAnswer(byte[] sealed) {

    /** XSalsa20-Poly1305 it is; the reference's programs write and expect this word. */
    private static final String CIPHER = "xchacha20poly1305";

    public static SealedAnswer parse(byte[] body) throws NaclRefusedException {
        JsonFields fields = JsonFields.parse(body, SealedRequest.MOST_BYTES)
                .requireOnly("encrypted", "payload", "encryption");
        fields.requireTrue("encrypted");
        if (!fields.text("encryption").equals(CIPHER)) {
            throw new NaclRefusedException(NaclRefusal.MALFORMED);
        }
        return new SealedAnswer(fields.bytes("payload"));
    }

    public byte[] encode() {
        String json = "{\"encrypted\":true,\"payload\":\"" + Base64.getEncoder().encodeToString(sealed)
                + "\",\"encryption\":\"" + CIPHER + "\"}";
        return json.getBytes(StandardCharsets.US_ASCII);
    }
}
