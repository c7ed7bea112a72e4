package dev.shieldwall.model.receipt;

/** A receipt that proves nothing under the given trust. */
public final class ReceiptRejectedException extends Exception {

    public ReceiptRejectedException(String message, Throwable cause) {
        super(message, cause);
    }

    public ReceiptRejectedException(String message) {
        super(message);
    }
}
