package dev.shieldwall.gateway.route;

/** No answer came from an upstream. */
final class UpstreamFailedException extends Exception {

    private final boolean mayHaveArrived;

    UpstreamFailedException(String message, boolean mayHaveArrived, Throwable cause) {
        super(message, cause);
        this.mayHaveArrived = mayHaveArrived;
    }

    /** Whether the request can have reached the upstream: false only when no connection came about. */
    boolean mayHaveArrived() {
        return mayHaveArrived;
    }
}
