package dev.shieldwall.service.problem;

import dev.shieldwall.client.http.Wire;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** What the container refuses before any controller sees it, such as a malformed URI or header. */
@Hidden
@Controller
final class ProblemErrorController implements ErrorController {

    private static final int NOT_AN_ERROR = 200;

    @RequestMapping("/error")
    ResponseEntity<byte[]> error(HttpServletRequest request) {
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        int code = status instanceof Integer number ? number : NOT_AN_ERROR;
        // Somebody may ask for this path directly; then nothing went wrong and nothing is here.
        ProblemType type = code < 400 ? ProblemType.NOT_FOUND : ProblemType.ofStatus(code);
        return ResponseEntity.status(type.status())
                .contentType(MediaType.parseMediaType(Wire.PROBLEM))
                .body(type.problem("the request was refused before it reached the API").toJson());
    }
}
