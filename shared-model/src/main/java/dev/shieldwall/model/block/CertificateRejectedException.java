package dev.shieldwall.model.block;

/** A certificate, or what it is said to cover, that does not hold. */
public final class CertificateRejectedException extends Exception {

    public CertificateRejectedException(String message) {
        super(message);
    }
}
