package dev.shieldwall.service.projection;

/** The projection must not go on. People must look; nothing is repaired by trying again. */
final class ChainAlarmException extends Exception {

    ChainAlarmException(String message) {
        super(message);
    }

    ChainAlarmException(String message, Throwable cause) {
        super(message, cause);
    }
}
