package dev.shieldwall.audit.readmodel;

/** Stored rows that cannot be what the replicas certified, so no answer can be made of them. The check names them. */
public final class LogDamagedException extends RuntimeException {

    public LogDamagedException(String message) {
        super(message);
    }

    public LogDamagedException(String message, Throwable cause) {
        super(message, cause);
    }
}
