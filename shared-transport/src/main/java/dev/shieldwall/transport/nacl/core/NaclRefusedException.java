package dev.shieldwall.transport.nacl.core;

/** What a peer sent is refused. Carries no stack trace: a stranger decides how often it is thrown. */
public final class NaclRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final NaclRefusal refusal;

    public NaclRefusedException(NaclRefusal refusal) {
        super(refusal.name(), null, false, false);
        this.refusal = refusal;
    }

    public NaclRefusal refusal() {
        return refusal;
    }
}
