package dev.shieldwall.audit.log;

import dev.shieldwall.audit.readmodel.LogDamagedException;
import dev.shieldwall.client.http.Problem;
import dev.shieldwall.client.http.Wire;
import dev.shieldwall.service.problem.ProblemType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** A damaged log answers 500 and says where to look; it never answers with what it cannot stand for. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class DamageAdvice {

    private static final Logger LOG = LoggerFactory.getLogger(DamageAdvice.class);

    @ExceptionHandler
    ResponseEntity<byte[]> onDamage(LogDamagedException e) {
        LOG.error("the stored audit log is damaged: {}", e.getMessage());
        Problem problem = ProblemType.INTERNAL.problem(e.getMessage() + "; GET /v1/audit/check names the rows");
        return ResponseEntity.status(problem.status())
                .contentType(MediaType.parseMediaType(Wire.PROBLEM))
                .body(problem.toJson());
    }
}
