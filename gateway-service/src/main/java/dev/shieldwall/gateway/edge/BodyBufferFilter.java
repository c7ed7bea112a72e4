package dev.shieldwall.gateway.edge;

import dev.shieldwall.client.http.Wire;
import dev.shieldwall.service.problem.ProblemType;
import dev.shieldwall.service.problem.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Reads the body, which is at most as long as a command may be, sealed or not, and refuses a longer one without reading
 * on.
 */
final class BodyBufferFilter extends OncePerRequestFilter {

    private final int limit;

    /** @param limit of a command, in bytes, inclusive */
    BodyBufferFilter(int limit) {
        this.limit = limit;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        int most = Wire.maxBodyBytes(request.getRequestURI(), limit);
        if (request.getContentLengthLong() > most) {
            refuse(response, most);
            return;
        }
        byte[] body = request.getInputStream().readNBytes(most + 1);
        if (body.length > most) {
            refuse(response, most);
            return;
        }
        chain.doFilter(new BufferedRequest(request, body), response);
    }

    private void refuse(HttpServletResponse response, int most) throws IOException {
        // The rest of the body is not read, so this connection cannot carry another request.
        response.setHeader("Connection", "close");
        ProblemWriter.write(response, ProblemType.TOO_LARGE.problem("a body has at most " + most + " bytes"));
    }
}
