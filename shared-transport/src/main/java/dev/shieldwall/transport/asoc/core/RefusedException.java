package dev.shieldwall.transport.asoc.core;

/** What a peer sent is refused. Carries no stack trace: a stranger decides how often it is thrown. */
public final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Refusal refusal;

    public RefusedException(Refusal refusal) {
        super(refusal.name(), null, false, false);
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
