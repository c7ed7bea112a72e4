package dev.shieldwall.capability.readmodel;

import dev.shieldwall.model.capability.Capability;
import dev.shieldwall.model.capability.CapabilityId;
import dev.shieldwall.model.capability.CapabilityPage;
import dev.shieldwall.model.decision.Authorization;
import dev.shieldwall.model.decision.AuthorizationPage;
import dev.shieldwall.model.decision.CommandId;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.service.projection.DocumentRow;
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
        return capabilities.find(id.value().unsafeArray()).map(row -> StoredCapability.DOCUMENTS.read(row.document()));
    }

    /** Up to {@code limit} capabilities after the one with the sequence {@code after}; absent filters admit all. */
    public CapabilityPage capabilities(
            long after, int limit, @Nullable PrincipalId holder, @Nullable Boolean revoked) {
        List<DocumentRow> rows = capabilities.page(after, text(holder), revoked, Limit.of(limit + 1));
        return StoredCapability.DOCUMENTS.page(rows, limit, CapabilityPage::new);
    }

    /**
     * The newest authorization of each principal that used this command id, or of {@code principal} alone: one, unless
     * several drew the same. Two at most are read, for the second says already that the question is ambiguous.
     */
    public List<Authorization> authorizations(CommandId commandId, @Nullable PrincipalId principal) {
        return decisions.newest(commandId.value().unsafeArray(), text(principal), Limit.of(2)).stream()
                .map(row -> StoredDecision.DOCUMENTS.read(row.document()))
                .toList();
    }

    /** Up to {@code limit} authorizations after the one with the sequence {@code after}; absent filters admit all. */
    public AuthorizationPage authorizations(long after, int limit, @Nullable PrincipalId principal) {
        List<DocumentRow> rows = decisions.page(after, text(principal), Limit.of(limit + 1));
        return StoredDecision.DOCUMENTS.page(rows, limit, AuthorizationPage::new);
    }

    private static @Nullable String text(@Nullable PrincipalId id) {
        return id == null ? null : id.value();
    }
}
