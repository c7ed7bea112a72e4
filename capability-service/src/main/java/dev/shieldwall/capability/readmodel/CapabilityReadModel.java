package dev.shieldwall.capability.readmodel;

import dev.shieldwall.model.capability.Capability;
import dev.shieldwall.model.capability.CapabilityId;
import dev.shieldwall.model.capability.CapabilityPage;
import dev.shieldwall.model.decision.Authorization;
import dev.shieldwall.model.decision.AuthorizationPage;
import dev.shieldwall.model.decision.CommandId;
import dev.shieldwall.model.identity.PrincipalId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Capabilities and authorizations as the ledger held them at the height that the projection has reached. */
@Component
public class CapabilityReadModel {

    private final CapabilityTable capabilities;
    private final DecisionTable decisions;

    CapabilityReadModel(CapabilityTable capabilities, DecisionTable decisions) {
        this.capabilities = capabilities;
        this.decisions = decisions;
    }

    public Optional<Capability> find(CapabilityId id) {
        return capabilities.find(id);
    }

    /** Up to {@code limit} capabilities after the one with the sequence {@code after}; absent filters admit all. */
    public CapabilityPage capabilities(
            long after, int limit, @Nullable PrincipalId holder, @Nullable Boolean revoked) {
        return capabilities.page(after, limit, holder, revoked);
    }

    /** Every authorization with this command id: one, unless two principals drew the same. */
    public List<Authorization> authorizations(CommandId commandId) {
        return decisions.find(commandId);
    }

    /** Up to {@code limit} authorizations after the one with the sequence {@code after}; absent filters admit all. */
    public AuthorizationPage authorizations(long after, int limit, @Nullable PrincipalId principal) {
        return decisions.page(after, limit, principal);
    }
}
