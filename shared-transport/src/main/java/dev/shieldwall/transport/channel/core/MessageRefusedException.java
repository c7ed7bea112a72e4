package dev.shieldwall.transport.channel.core;

/** Carries no stack trace: a stranger decides how often it is thrown. */
public final class MessageRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final MessageRefusal refusal;

    MessageRefusedException(MessageRefusal refusal) {
        super(refusal.name(), null, false, false);
        this.refusal = refusal;
    }

    public MessageRefusal refusal() {
        return refusal;
    }
}
