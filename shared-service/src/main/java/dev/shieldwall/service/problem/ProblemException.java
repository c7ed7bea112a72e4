package dev.shieldwall.service.problem;

import dev.shieldwall.client.http.Problem;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Ends a request with a problem. Carries no stack trace: a stranger decides how often it is thrown. */
public final class ProblemException extends RuntimeException {

    private final transient Problem problem;
    private final @Nullable Duration retryAfter;

    public ProblemException(Problem problem, @Nullable Duration retryAfter) {
        super(problem.code() + ": " + problem.detail(), null, false, false);
        this.problem = problem;
        this.retryAfter = retryAfter;
    }

    public Problem problem() {
        return problem;
    }

    /** When to try again; null when that makes no sense. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
