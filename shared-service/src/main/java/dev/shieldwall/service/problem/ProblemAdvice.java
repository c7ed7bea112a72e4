package dev.shieldwall.service.problem;

import dev.shieldwall.client.http.Problem;
import dev.shieldwall.client.http.Wire;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Every exception of a controller becomes a problem. What nobody expected is logged here, once, and not told. */
@RestControllerAdvice
final class ProblemAdvice extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    /** Failures that follow each other within this time are one outage. */
    private static final Duration QUIET = Duration.ofMinutes(1);

    private final AtomicLong lastOutage = new AtomicLong(System.nanoTime() - QUIET.toNanos());

    @ExceptionHandler
    ResponseEntity<Object> onProblem(ProblemException e) {
        return answer(e.problem(), e.retryAfter(), new HttpHeaders());
    }

    /** A database that is away is no surprise and costs one line for each outage, however many ask meanwhile. */
    @ExceptionHandler({DataAccessException.class, TransactionException.class})
    ResponseEntity<Object> onDatabase(RuntimeException e) throws Exception {
        if (!DatabaseOutage.causes(e)) {
            return onSurprise(e);
        }
        long now = System.nanoTime();
        if (now - lastOutage.getAndSet(now) >= QUIET.toNanos()) {
            log.warn("the database is away: {}", e.getMessage());
        }
        return answer(ProblemType.UNAVAILABLE.problem("the database is away"), RETRY_AFTER, new HttpHeaders());
    }

    /** What Spring Security throws goes back to it: it knows whether to ask for a token or to refuse. */
    @ExceptionHandler(Exception.class)
    ResponseEntity<Object> onSurprise(Exception e) throws Exception {
        if (e instanceof AccessDeniedException || e instanceof AuthenticationException) {
            throw e;
        }
        log.error("unexpected", e);
        return answer(ProblemType.INTERNAL.problem("see the log of the service"), null, new HttpHeaders());
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception e, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (isCausedByLength(e)) {
            return answer(ProblemType.TOO_LARGE.problem("the body is longer than allowed"), null, headers);
        }
        ProblemType type = ProblemType.ofStatus(status.value());
        if (type == ProblemType.INTERNAL) {
            log.error("unexpected", e);
        }
        return answer(type.problem(detail(type)), null, headers);
    }

    /** Spring's own texts quote the request; these do not. */
    private static String detail(ProblemType type) {
        return switch (type) {
            case MALFORMED -> "a parameter, header or body is missing or is not of its type";
            case NOT_FOUND -> "no such path";
            case METHOD_NOT_ALLOWED -> "the Allow header names the methods";
            case UNSUPPORTED_MEDIA_TYPE -> "the Accept header names the content types; commands are " + Wire.JOSE;
            case NOT_ACCEPTABLE -> "the answer is JSON";
            case WRONG_COMMAND, UNAUTHENTICATED, FORBIDDEN, CONFLICT, AMBIGUOUS, TOO_LARGE, UPGRADE_REQUIRED, NOT_ADMITTED,
                    TOO_MANY_REQUESTS, INTERNAL, OUTCOME_UNKNOWN, BEHIND, UNAVAILABLE -> "see the log of the service";
        };
    }

    private static boolean isCausedByLength(Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof BodyTooLargeException) {
                return true;
            }
        }
        return false;
    }

    private static ResponseEntity<Object> answer(Problem problem, @Nullable Duration retryAfter, HttpHeaders headers) {
        var builder = ResponseEntity.status(problem.status())
                .headers(headers)
                .contentType(MediaType.parseMediaType(Wire.PROBLEM));
        if (retryAfter != null) {
            builder.header(HttpHeaders.RETRY_AFTER, ProblemWriter.seconds(retryAfter));
        }
        return builder.body(problem.toJson());
    }
}
