package dev.shieldwall.service.problem;

import java.io.IOException;

/** A body without a declared length turned out longer than the bound. */
final class BodyTooLargeException extends IOException {

    BodyTooLargeException(long limit) {
        super("a body has at most " + limit + " bytes");
    }
}
