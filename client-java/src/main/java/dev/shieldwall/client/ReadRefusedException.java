package dev.shieldwall.client;

import dev.shieldwall.client.http.Problem;
import java.io.IOException;

/** The gateway answers a read with a problem. */
public final class ReadRefusedException extends IOException {

    private final Problem problem;

    public ReadRefusedException(Problem problem) {
        super(problem.status() + " " + problem.code() + ": " + problem.detail());
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
