package dev.shieldwall.gateway.edge;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.util.WebUtils;

/**
 * Whose budget a request spends. A verified token names its subject. The key id of a signed command is not verified
 * here, so it counts only together with the address that sent it: nobody can spend a stranger's budget by naming the
 * stranger's key, and whoever invents key ids is held by the budget of the address.
 */
final class Caller {

    /** A JWS header is short; a longer first part is no header of ours. */
    private static final int MAX_HEADER_CHARS = 512;

    private static final Pattern KEY_ID = Pattern.compile("\"kid\":\"([A-Za-z0-9_-]{1,64})\"");

    private Caller() {}

    static String address(HttpServletRequest request) {
        return request.getRemoteAddr();
    }

    static String of(HttpServletRequest request) {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication instanceof JwtAuthenticationToken token && token.isAuthenticated()) {
            return "subject " + token.getName();
        }
        String keyId = keyId(request);
        return keyId == null ? address(request) : address(request) + " key " + keyId;
    }

    private static @Nullable String keyId(HttpServletRequest request) {
        BufferedRequest buffered = WebUtils.getNativeRequest(request, BufferedRequest.class);
        if (buffered == null) {
            return null;
        }
        byte[] body = buffered.body();
        int end = 0;
        while (end < body.length && body[end] != '.') {
            end++;
        }
        if (end == body.length || end > MAX_HEADER_CHARS) {
            return null;
        }
        try {
            byte[] header = Base64.getUrlDecoder().decode(new String(body, 0, end, StandardCharsets.US_ASCII));
            Matcher matcher = KEY_ID.matcher(new String(header, StandardCharsets.UTF_8));
            return matcher.find() ? matcher.group(1) : null;
        } catch (IllegalArgumentException notBase64Url) {
            return null;
        }
    }
}
