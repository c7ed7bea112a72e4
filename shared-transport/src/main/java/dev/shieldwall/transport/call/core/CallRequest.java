package dev.shieldwall.transport.call.core;

import java.util.List;

/**
 * One call.
 *
 * @param authority whom it is for, by the name that it has on the channel
 * @param path with the query, from the first slash
 */
@SuppressWarnings("ArrayRecordComponent") // handed on; never compared
public record CallRequest(String method, String authority, String path, List<Field> fields, byte[] content) {

    public CallRequest {
        fields = List.copyOf(fields);
    }
}
