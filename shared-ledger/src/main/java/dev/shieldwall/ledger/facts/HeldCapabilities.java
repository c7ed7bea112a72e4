package dev.shieldwall.ledger.facts;

import dev.shieldwall.model.capability.CapabilityId;
import java.util.List;

/** The capabilities of a holder, oldest first; bounded by {@code Limits.capabilitiesPerPrincipal}. */
public record HeldCapabilities(List<CapabilityId> ids) {

    public static final HeldCapabilities NONE = new HeldCapabilities(List.of());

    public HeldCapabilities {
        ids = List.copyOf(ids);
    }
}
