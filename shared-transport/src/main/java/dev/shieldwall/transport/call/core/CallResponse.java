package dev.shieldwall.transport.call.core;

import java.util.List;

/**
 * Its answer.
 *
 * @param status 200 to 599
 */
@SuppressWarnings("ArrayRecordComponent") // handed on; never compared
public record CallResponse(int status, List<Field> fields, byte[] content) {

    public static final int FIRST_STATUS = 200;
    public static final int LAST_STATUS = 599;

    public CallResponse {
        if (status < FIRST_STATUS || status > LAST_STATUS) {
            throw new IllegalArgumentException("a final status is 200 to 599");
        }
        fields = List.copyOf(fields);
    }
}
