package dev.shieldwall.transport.channel.core;

/** The peer's message was refused; the connection ends. Carries no stack trace: a stranger decides how often it is thrown. */
public final class HandshakeRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Refusal refusal;

    public HandshakeRefusedException(Refusal refusal) {
        super(refusal.name(), null, false, false);
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
