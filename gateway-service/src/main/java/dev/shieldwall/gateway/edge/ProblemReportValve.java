package dev.shieldwall.gateway.edge;

import dev.shieldwall.client.http.Wire;
import dev.shieldwall.service.problem.ProblemType;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Tomcat refuses before any application sees it, such as a malformed request line, is a problem too, not a page. */
final class ProblemReportValve extends ErrorReportValve {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemReportValve.class);
    private static final int FIRST_ERROR = 400;

    @Override
    protected void report(Request request, Response response, Throwable throwable) {
        if (response.getStatus() < FIRST_ERROR || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        byte[] body = ProblemType.ofStatus(response.getStatus())
                .problem("the request was refused before it reached the API")
                .toJson();
        try {
            response.setContentType(Wire.PROBLEM);
            response.setContentLength(body.length);
            OutputStream out = response.getOutputStream();
            out.write(body);
            response.finishResponse();
        } catch (IOException callerIsGone) {
            LOG.debug("an error report was not delivered", callerIsGone);
        }
    }
}
