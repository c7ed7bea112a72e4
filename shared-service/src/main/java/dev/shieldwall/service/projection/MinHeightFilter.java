package dev.shieldwall.service.projection;

import dev.shieldwall.client.http.Wire;
import dev.shieldwall.service.problem.ProblemType;
import dev.shieldwall.service.problem.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Reads that name a height wait until the read model reflects it, for a bounded time. Every answer to a read names the
 * height that it reflects at least.
 */
final class MinHeightFilter extends OncePerRequestFilter {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final ProjectionProgress progress;
    private final Duration patience;

    MinHeightFilter(ProjectionProgress progress, Duration patience) {
        this.progress = progress;
        this.patience = patience;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getMethod().equals("GET") || !request.getRequestURI().startsWith("/v1/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String wanted = request.getHeader(Wire.MIN_HEIGHT);
        if (wanted != null && !isHeight(wanted)) {
            ProblemWriter.write(response, ProblemType.MALFORMED.problem(Wire.MIN_HEIGHT + " is not a height"));
            return;
        }
        if (wanted != null && !isReached(Long.parseLong(wanted))) {
            response.setHeader(Wire.HEIGHT, Long.toString(progress.height()));
            ProblemWriter.write(
                    response, ProblemType.BEHIND.problem("the read model stands at height " + progress.height()),
                    RETRY_AFTER);
            return;
        }
        // Taken before the query, so the answer reflects at least this height.
        response.setHeader(Wire.HEIGHT, Long.toString(progress.height()));
        chain.doFilter(request, response);
    }

    private static boolean isHeight(@Nullable String text) {
        return text != null && text.matches("[0-9]{1,18}");
    }

    private boolean isReached(long height) {
        try {
            return progress.await(height, patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
