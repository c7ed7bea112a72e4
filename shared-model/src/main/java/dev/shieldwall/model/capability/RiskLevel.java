package dev.shieldwall.model.capability;

/** The price of an operation, lowest first. */
public enum RiskLevel {
    SAFE,
    ELEVATED,
    DANGEROUS,
    CRITICAL;

    /** The higher of both. */
    public RiskLevel max(RiskLevel other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
