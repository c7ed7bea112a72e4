package dev.shieldwall.service.security;

import dev.shieldwall.client.http.Wire;
import dev.shieldwall.service.problem.ProblemType;
import dev.shieldwall.service.problem.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Under /v1 whatever is not a read is a signed command. The signature is the authentication, and replicas verify it;
 * so a write in any other form, which would need no signature, does not pass. The bytes of a secure channel are no write;
 * the calls in it come through here by themselves.
 */
final class SignedWritesFilter extends OncePerRequestFilter {

    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");
    private static final MediaType JOSE = MediaType.parseMediaType(Wire.JOSE);

    static boolean isRead(HttpServletRequest request) {
        return READS.contains(request.getMethod());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        boolean api = request.getRequestURI().startsWith("/v1/") && !Wire.isChannel(request.getRequestURI());
        if (api && !isRead(request) && !isJose(request.getContentType())) {
            response.setHeader(HttpHeaders.ACCEPT, Wire.JOSE);
            ProblemWriter.write(response, ProblemType.UNSUPPORTED_MEDIA_TYPE.problem(
                    "a write is a signed command with the content type " + Wire.JOSE));
            return;
        }
        chain.doFilter(request, response);
    }

    private static boolean isJose(@Nullable String contentType) {
        try {
            return contentType != null && MediaType.parseMediaType(contentType).equalsTypeAndSubtype(JOSE);
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }
}
