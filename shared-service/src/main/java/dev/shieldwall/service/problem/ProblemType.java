package dev.shieldwall.service.problem;

import dev.shieldwall.client.http.Problem;
import java.util.Arrays;
import java.util.Locale;

/** The kinds of problem that this API knows. Name and status are part of it and never change their meaning. */
public enum ProblemType {
    MALFORMED(400, "The request is malformed"),
    WRONG_COMMAND(400, "This endpoint takes another command"),
    UNAUTHENTICATED(401, "A valid bearer token is needed"),
    FORBIDDEN(403, "The token does not permit this"),
    NOT_FOUND(404, "There is nothing here"),
    METHOD_NOT_ALLOWED(405, "The method is not allowed here"),
    NOT_ACCEPTABLE(406, "No representation that the request accepts"),
    CONFLICT(409, "The command id is used by other bytes"),
    AMBIGUOUS(409, "More than one thing answers to this"),
    TOO_LARGE(413, "The request is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "The content type is not supported here"),
    UPGRADE_REQUIRED(426, "This speaks another protocol"),
    NOT_ADMITTED(422, "The replicas do not admit the command"),
    TOO_MANY_REQUESTS(429, "Too many requests"),
    INTERNAL(500, "Something broke"),
    OUTCOME_UNKNOWN(503, "No decision in time"),
    BEHIND(503, "The read model has not reached the height asked for"),
    UNAVAILABLE(503, "Not available now");

    private final int status;
    private final String title;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    /** The kebab-case name. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @param detail one sentence about this occurrence, without secrets */
    public Problem problem(String detail) {
        return Problem.of(status, code(), title, detail);
    }

    public ProblemException because(String detail) {
        return new ProblemException(problem(detail), null);
    }

    /** The plainest type of a status; INTERNAL for one that has none. */
    public static ProblemType ofStatus(int status) {
        return status == UNAVAILABLE.status
                ? UNAVAILABLE
                : Arrays.stream(values()).filter(type -> type.status == status).findFirst().orElse(INTERNAL);
    }
}
