package dev.shieldwall.service.security;

import dev.shieldwall.service.problem.ProblemType;
import dev.shieldwall.service.problem.ProblemWriter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;

/** 401 and 403 as problems, with the challenge of RFC 6750 section 3. */
final class SecurityProblems implements AuthenticationEntryPoint, AccessDeniedHandler {

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
            throws IOException {
        boolean withToken = e instanceof OAuth2AuthenticationException;
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, withToken ? "Bearer error=\"invalid_token\"" : "Bearer");
        String detail = withToken ? "the bearer token is not valid here and now" : "reads need a bearer token";
        ProblemWriter.write(response, ProblemType.UNAUTHENTICATED.problem(detail));
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException e)
            throws IOException {
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"insufficient_scope\"");
        ProblemWriter.write(response, ProblemType.FORBIDDEN.problem("the token does not cover this request"));
    }
}
