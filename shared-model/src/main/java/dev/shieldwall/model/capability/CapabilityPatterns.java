package dev.shieldwall.model.capability;

/** The capability patterns of the reference document (S0-28 to S0-32). */
public final class CapabilityPatterns {

    private CapabilityPatterns() {}

    /** {@code read}: data, read, elevated; {@code delete}: data, delete, dangerous; others: elevated. */
    public static Dimensions memory(String operation) {
        RiskLevel risk = operation.equals("delete") ? RiskLevel.DANGEROUS : RiskLevel.ELEVATED;
        return new Dimensions("data", operation, null, null, risk);
    }

    /** {@code write}: storage, write, scope user. */
    public static Dimensions filesystem(String operation) {
        return new Dimensions("storage", operation, "user", null, null);
    }

    /** {@code fetch}: network, fetch, elevated. */
    public static Dimensions network(String operation) {
        return new Dimensions("network", operation, null, null, RiskLevel.ELEVATED);
    }

    /** {@code execute}: compute, execute, critical. */
    public static Dimensions compute(String operation) {
        return new Dimensions("compute", operation, null, null, RiskLevel.CRITICAL);
    }

    /** {@code generate}: compute, generate, elevated. */
    public static Dimensions ai(String operation) {
        return new Dimensions("compute", operation, null, null, RiskLevel.ELEVATED);
    }
}
