package dev.shieldwall.model.capability;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The five dimensions of a capability. The vocabulary is open: any lower-case word of letters, digits and hyphens, up
 * to 64 characters. In a grant an absent scope or temporal covers every value; in a request an absent one asks for
 * all values and is covered by such a grant only. The risk level does not match, it prices (docs/design/ledger.md).
 *
 * @param domain kind of resource, for example data, compute, network, device, system, storage
 * @param operation kind of action, for example read, write, execute, monitor, configure, analyze
 * @param scope level of access, for example user, application, system, global
 * @param temporal pattern in time, for example immediate, scheduled, continuous, batch
 * @param riskLevel absent means safe; never lowers a price, only raises it
 */
public record Dimensions(
        String domain, String operation, @Nullable String scope, @Nullable String temporal,
        @Nullable RiskLevel riskLevel) {

    private static final Pattern WORD = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

    public Dimensions {
        requireWord("domain", domain);
        requireWord("operation", operation);
        if (scope != null) {
            requireWord("scope", scope);
        }
        if (temporal != null) {
            requireWord("temporal", temporal);
        }
    }

    private static void requireWord(String name, String value) {
        if (!WORD.matcher(value).matches()) {
            throw new IllegalArgumentException(name + " is not a lower-case word of up to 64 characters");
        }
    }

    /** Whether a grant of these dimensions covers a request of {@code asked}; the risk level plays no part. */
    public boolean covers(Dimensions asked) {
        return domain.equals(asked.domain) && operation.equals(asked.operation)
                && (scope == null || scope.equals(asked.scope))
                && (temporal == null || temporal.equals(asked.temporal));
    }

    public RiskLevel riskOrSafe() {
        return riskLevel == null ? RiskLevel.SAFE : riskLevel;
    }

    /** The key of risk floors and the short name in audit entries: {@code domain-operation}, for example data-write. */
    public String operationName() {
        return domain + "-" + operation;
    }
}
