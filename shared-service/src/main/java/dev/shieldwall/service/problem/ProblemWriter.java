package dev.shieldwall.service.problem;

import dev.shieldwall.client.http.Problem;
import dev.shieldwall.client.http.Wire;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** Writes a problem where no controller is in charge: filters, security. */
public final class ProblemWriter {

    private ProblemWriter() {}

    public static void write(HttpServletResponse response, Problem problem) throws IOException {
        write(response, problem, null);
    }

    public static void write(HttpServletResponse response, Problem problem, @Nullable Duration retryAfter)
            throws IOException {
        if (response.isCommitted()) {
            return;
        }
        byte[] body = problem.toJson();
        response.setStatus(problem.status());
        response.setContentType(Wire.PROBLEM);
        response.setContentLength(body.length);
        if (retryAfter != null) {
            response.setHeader(HttpHeaders.RETRY_AFTER, seconds(retryAfter));
        }
        response.getOutputStream().write(body);
    }

    /** Whole seconds, rounded up, at least 1. */
    static String seconds(Duration wait) {
        return Long.toString(Math.max(1, (wait.toMillis() + 999) / 1000));
    }
}
