package dev.shieldwall.gateway.route;

import dev.shieldwall.client.http.Problem;
import dev.shieldwall.client.http.Wire;
import dev.shieldwall.model.codec.MalformedException;
import dev.shieldwall.model.command.CommandJws;
import dev.shieldwall.model.command.CommandPayload;
import dev.shieldwall.service.problem.ProblemType;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** The answer when an upstream gives none. It never sounds like a denial: a command that was sent may still commit. */
final class Unavailable {

    private static final Logger LOG = LoggerFactory.getLogger(Unavailable.class);
    private static final String RETRY_AFTER_SECONDS = "2";

    private Unavailable() {}

    static ServerResponse answer(ServerRequest request, UpstreamFailedException failure) {
        LOG.warn("{} {}: {}", request.method(), request.path(), failure.getMessage());
        boolean write = !request.method().equals(HttpMethod.GET);
        Problem problem = write && failure.mayHaveArrived()
                ? outcomeUnknown(request)
                : ProblemType.UNAVAILABLE.problem(String.valueOf(failure.getMessage()));
        return ServerResponse.status(problem.status())
                .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                .contentType(MediaType.parseMediaType(Wire.PROBLEM))
                .body(problem.toJson());
    }

    private static Problem outcomeUnknown(ServerRequest request) {
        Problem problem = ProblemType.OUTCOME_UNKNOWN.problem("the command was sent and no answer came in time");
        try {
            byte[] jws = request.servletRequest().getInputStream().readAllBytes();
            CommandPayload payload = CommandJws.parse(jws, jws.length).payload();
            return problem.unknown(payload.commandId(), payload.notAfterMillis());
        } catch (IOException | MalformedException notACommand) {
            return new Problem(problem.type(), problem.title(), problem.status(), problem.detail(), problem.code(),
                    Problem.UNKNOWN, null, null);
        }
    }
}
