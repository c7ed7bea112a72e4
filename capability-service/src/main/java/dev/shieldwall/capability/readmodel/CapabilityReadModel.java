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
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;

/** Capabilities and authorizations as the ledger held them at the height that the projection has reached. */
@Component
public class CapabilityReadModel {

    private final CapabilityRepository capabilities;
    private final DecisionRepository decisions;

    CapabilityReadModel(CapabilityRepository capabilities, DecisionRepository decisions) {
        this.capabilities = capabilities;
        this.decisions = decisions;
    }

    public Optional<Capability> find(CapabilityId id) {
        return capabilities.find(id.value().unsafeArray()).map(CapabilityRow::capability);
    }

    /** Up to {@code limit} capabilities after the one with the sequence {@code after}; absent filters admit all. */
    public CapabilityPage capabilities(
            long after, int limit, @Nullable PrincipalId holder, @Nullable Boolean revoked) {
        List<CapabilityRow> rows = capabilities.page(after, text(holder), revoked, Limit.of(limit + 1));
        boolean more = rows.size() > limit;
        List<CapabilityRow> shown = more ? rows.subList(0, limit) : rows;
        return new CapabilityPage(
                shown.stream().map(CapabilityRow::capability).toList(),
                more ? Long.toString(shown.getLast().sequence()) : null);
    }

    /** Every authorization with this command id: one, unless two principals drew the same. */
    public List<Authorization> authorizations(CommandId commandId) {
        return decisions.find(commandId.value().unsafeArray()).stream().map(DecisionRow::authorization).toList();
    }

    /** Up to {@code limit} authorizations after the one with the sequence {@code after}; absent filters admit all. */
    public AuthorizationPage authorizations(long after, int limit, @Nullable PrincipalId principal) {
        List<DecisionRow> rows = decisions.page(after, text(principal), Limit.of(limit + 1));
        boolean more = rows.size() > limit;
        List<DecisionRow> shown = more ? rows.subList(0, limit) : rows;
        return new AuthorizationPage(
                shown.stream().map(DecisionRow::authorization).toList(),
                more ? Long.toString(shown.getLast().sequence()) : null);
    }

    private static @Nullable String text(@Nullable PrincipalId id) {
        return id == null ? null : id.value();
    }
}
