package dev.shieldwall.gateway.edge;

import dev.shieldwall.service.problem.ProblemType;
import dev.shieldwall.service.problem.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.springframework.web.filter.OncePerRequestFilter;

/** Answers 429 with Retry-After to a caller that has spent its budget. */
final class RateLimitFilter extends OncePerRequestFilter {

    private final CallerBudgets budgets;
    private final Function<HttpServletRequest, String> caller;
    private final LongSupplier nanoTime;

    RateLimitFilter(CallerBudgets budgets, Function<HttpServletRequest, String> caller, LongSupplier nanoTime) {
        this.budgets = budgets;
        this.caller = caller;
        this.nanoTime = nanoTime;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        long waitNanos = budgets.spend(caller.apply(request), nanoTime.getAsLong());
        if (waitNanos == 0) {
            chain.doFilter(request, response);
            return;
        }
        ProblemWriter.write(
                response, ProblemType.TOO_MANY_REQUESTS.problem("this caller asks more often than the gateway admits"),
                Duration.ofNanos(waitNanos));
    }
}
