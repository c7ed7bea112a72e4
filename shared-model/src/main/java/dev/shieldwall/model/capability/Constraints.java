package dev.shieldwall.model.capability;

import dev.shieldwall.model.codec.PlainText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Conditions on a capability or a request. This version enforces the time window, the highest price and the audit
 * level comprehensive (every decision has an audit leaf); the others are refused by name in a grant, and in a request
 * they bind the caller alone and are listed in the decision as not enforced.
 *
 * @param dataVolume for example 10GB
 * @param rateLimit for example 1000/sec
 * @param notBeforeMillis first moment, in block time
 * @param notAfterMillis end, exclusive, in block time
 * @param maxRiskLevel requests of a higher price are denied
 */
public record Constraints(
        @Nullable String dataVolume, @Nullable String rateLimit, @Nullable Boolean userConsent,
        @Nullable String auditLevel, @Nullable Long notBeforeMillis, @Nullable Long notAfterMillis,
        @Nullable RiskLevel maxRiskLevel) {

    public static final Constraints NONE = new Constraints(null, null, null, null, null, null, null);
    public static final String AUDIT_COMPREHENSIVE = "comprehensive";
    public static final int MAX_TEXT = 64;

    public Constraints {
        requireShort("dataVolume", dataVolume);
        requireShort("rateLimit", rateLimit);
        requireShort("auditLevel", auditLevel);
        if (notBeforeMillis != null && notAfterMillis != null && notBeforeMillis >= notAfterMillis) {
            throw new IllegalArgumentException("the time window is empty");
        }
    }

    private static void requireShort(String name, @Nullable String value) {
        if (value != null) {
            PlainText.require(name, value, MAX_TEXT);
        }
    }

    /** The names of those present here that this version cannot enforce, in declaration order. */
    public List<String> notEnforced() {
        var names = new ArrayList<String>();
        if (dataVolume != null) {
            names.add("dataVolume");
        }
        if (rateLimit != null) {
            names.add("rateLimit");
        }
        if (userConsent != null) {
            names.add("userConsent");
        }
        if (auditLevel != null && !auditLevel.equals(AUDIT_COMPREHENSIVE)) {
            names.add("auditLevel");
        }
        return List.copyOf(names);
    }

    /** Whether {@code blockTimeMillis} lies in the window, its end excluded. */
    public boolean admitsTime(long blockTimeMillis) {
        return (notBeforeMillis == null || blockTimeMillis >= notBeforeMillis)
                && (notAfterMillis == null || blockTimeMillis < notAfterMillis);
    }

    public boolean admitsRisk(RiskLevel price) {
        return maxRiskLevel == null || price.compareTo(maxRiskLevel) <= 0;
    }
}
