package dev.shieldwall.transport.nacl;

import java.nio.charset.StandardCharsets;

/** A status and a body of JSON. */
@SuppressWarnings("ArrayRecordComponent") // lives for one request and is never compared
public record HttpReply(int status, byte[] body) {

    static HttpReply of(int status, String json) {
        return new HttpReply(status, json.getBytes(StandardCharsets.US_ASCII));
    }
}
