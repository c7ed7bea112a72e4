package dev.shieldwall.client.http;

import java.time.Duration;
import java.util.Map;

/**
 * A request to the gateway, whatever carries it.
 *
 * @param path with the query, from the first slash
 * @param body empty for none
 * @param timeout end of the whole exchange
 */
@SuppressWarnings("ArrayRecordComponent") // handed on; never compared
public record GatewayRequest(
        String method, String path, Map<String, String> headers, byte[] body, Duration timeout) {

    private static final byte[] NONE = {};

    public GatewayRequest {
        headers = Map.copyOf(headers);
    }

    /** Without the values of headers, which may be tokens, and without the body. */
    @Override
    public String toString() {
        return method + " " + path + " " + headers.keySet();
    }

    public static GatewayRequest get(String path, Map<String, String> headers, Duration timeout) {
        return new GatewayRequest("GET", path, headers, NONE, timeout);
    }
}
