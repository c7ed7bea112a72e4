package dev.shieldwall.model.capability;

import dev.shieldwall.model.identity.PrincipalId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A granted right, as the ledger holds it and as the API shows it.
 *
 * @param resources names of what it covers; {@code *} alone covers all; empty covers only requests that name none
 * @param expiresAtMillis end, exclusive, in block time
 * @param revokedAtHeight absent while in force
 */
public record Capability(
        CapabilityId id, PrincipalId holder, PrincipalId grantedBy, Dimensions dimensions, List<String> resources,
        Constraints constraints, long expiresAtMillis, long grantedAtHeight, long grantedAtMillis,
        @Nullable Long revokedAtHeight, @Nullable String revocationReason) {

    public static final String ALL_RESOURCES = "*";

    public Capability {
        resources = List.copyOf(resources);
    }

    public boolean isRevoked() {
        return revokedAtHeight != null;
    }

    public boolean coversResources(List<String> asked) {
        return resources.contains(ALL_RESOURCES) || resources.containsAll(asked);
    }

    public Capability revoked(long height, String reason) {
        return new Capability(id, holder, grantedBy, dimensions, resources, constraints, expiresAtMillis,
                grantedAtHeight, grantedAtMillis, height, reason);
    }
}
