package dev.shieldwall.client.http;

import dev.shieldwall.model.codec.JsonCodec;
import dev.shieldwall.model.codec.MalformedException;
import dev.shieldwall.model.decision.CommandId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An error answer (RFC 9457).
 *
 * @param type {@code urn:shieldwall:problem:} and the code
 * @param title the same for every problem of the type
 * @param status HTTP status
 * @param detail one sentence about this occurrence, without secrets
 * @param code stable kebab-case name
 * @param outcome {@link #UNKNOWN} when the command may still be decided; absent otherwise
 * @param commandId the command that the outcome is about
 * @param notAfterMillis until when, in block time, that command may still be decided
 */
public record Problem(
        String type, String title, int status, String detail, String code, @Nullable String outcome,
        @Nullable CommandId commandId, @Nullable Long notAfterMillis) {

    public static final String TYPE_PREFIX = "urn:shieldwall:problem:";
    public static final String UNKNOWN = "UNKNOWN";
    public static final JsonCodec<Problem> CODEC = JsonCodec.of(Problem.class);

    private static final int MAX_BYTES = 16_384;

    public static Problem of(int status, String code, String title, String detail) {
        return new Problem(TYPE_PREFIX + code, title, status, detail, code, null, null, null);
    }

    /** As this one, about a command whose outcome nobody knows yet. */
    public Problem unknown(CommandId command, long notAfter) {
        return new Problem(type, title, status, detail, code, UNKNOWN, command, notAfter);
    }

    /** Reads a problem of this project; empty for anything else, such as the page of a proxy in between. */
    public static Optional<Problem> read(byte[] body) {
        if (body.length > MAX_BYTES) {
            return Optional.empty();
        }
        try {
            return Optional.of(CODEC.decode(body));
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    public byte[] toJson() {
        return CODEC.encode(this);
    }

    public boolean isUnknownOutcome() {
        return UNKNOWN.equals(outcome);
    }
}
