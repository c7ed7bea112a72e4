package dev.shieldwall.gateway.edge;

import dev.shieldwall.service.problem.ProblemType;
import dev.shieldwall.service.problem.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.web.filter.OncePerRequestFilter;

/** Says of a path outside the API that nothing is there; otherwise the first answer would be a call for a token. */
final class UnknownPathFilter extends OncePerRequestFilter {

    private static final List<String> ROOTS =
            List.of("/v1/", "/docs/", "/v3/api-docs", "/swagger-ui", "/actuator/", "/error", "/favicon.ico");

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (ROOTS.stream().noneMatch(request.getRequestURI()::startsWith)) {
            ProblemWriter.write(response, ProblemType.NOT_FOUND.problem("no such path"));
            return;
        }
        chain.doFilter(request, response);
    }
}
