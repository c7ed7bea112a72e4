package dev.shieldwall.service.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.security.web.header.HeaderWriter;

/** What a browser may do with an answer: nothing, except on the pages of Swagger UI, which bring their own scripts. */
final class SecurityHeaders implements HeaderWriter {

    private static final String NAME = "Content-Security-Policy";
    private static final String DATA = "default-src 'none'; frame-ancestors 'none'";
    private static final String PAGE = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
            + "img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-ancestors 'none'";

    @Override
    public void writeHeaders(HttpServletRequest request, HttpServletResponse response) {
        if (!response.containsHeader(NAME)) {
            boolean page = request.getRequestURI().contains("/swagger-ui");
            response.setHeader(NAME, page ? PAGE : DATA);
        }
    }
}
