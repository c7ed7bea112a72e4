package dev.shieldwall.transport.channel;

/**
 * The switches that the configuration has by name. Only the ordering can be turned, and only for a carrier that loses
 * messages; the others say what is so, and a configuration that wants them otherwise is refused, because there is no code
 * that resumes a session or uses a key again.
 */
public record SecurityPolicy(boolean requireFreshHandshake, boolean allowKeyReuse, boolean enforceMessageOrdering) {

    public static final SecurityPolicy DEFAULT = new SecurityPolicy(true, false, true);

    public SecurityPolicy {
        if (!requireFreshHandshake || allowKeyReuse) {
            throw new IllegalArgumentException("sessions are never resumed and keys never used again");
        }
    }
}
