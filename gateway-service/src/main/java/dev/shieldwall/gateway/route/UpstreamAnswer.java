package dev.shieldwall.gateway.route;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.util.MultiValueMap;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** The answer of an upstream, whose body comes while it is passed on. If it breaks off at once, that is no answer. */
final class UpstreamAnswer implements ServerResponse {

    private final ServerResponse answer;
    private final Upstream upstream;
    private final ServerRequest asked;

    UpstreamAnswer(ServerResponse answer, Upstream upstream, ServerRequest asked) {
        this.answer = answer;
        this.upstream = upstream;
        this.asked = asked;
    }

    @Override
    public HttpStatusCode statusCode() {
        return answer.statusCode();
    }

    @Override
    public HttpHeaders headers() {
        return answer.headers();
    }

    @Override
    public MultiValueMap<String, Cookie> cookies() {
        return answer.cookies();
    }

    @Override
    public @Nullable ModelAndView writeTo(HttpServletRequest request, HttpServletResponse response, Context context)
            throws ServletException, IOException {
        try {
            return answer.writeTo(request, response, context);
        } catch (IOException broken) {
            if (response.isCommitted()) {
                throw broken; // the caller sees the connection end, which is no answer either
            }
            response.reset(); // what the upstream said of its body is not true of the problem
            var failure = new UpstreamFailedException(upstream.name() + " broke off its answer", true, broken);
            return Unavailable.answer(asked, failure).writeTo(request, response, context);
        }
    }
}
