package dev.shieldwall.identity.readmodel;

import dev.shieldwall.model.identity.Identity;
import dev.shieldwall.model.identity.IdentityPage;
import dev.shieldwall.model.identity.IdentityStatus;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.service.projection.DocumentRow;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;

/** Identities as the ledger held them at the height that the projection has reached. */
@Component
public class IdentityReadModel {

    private final IdentityRepository identities;

    IdentityReadModel(IdentityRepository identities) {
        this.identities = identities;
    }

    /** Filters of a page; absent ones let everything through. */
    public record Filter(@Nullable IdentityStatus status, @Nullable PrincipalId id) {}

    public Optional<Identity> find(PrincipalId id) {
        return identities.find(id.value()).map(row -> StoredIdentity.DOCUMENTS.read(row.document()));
    }

    /** Up to {@code limit} identities after the one with the sequence {@code after}. */
    public IdentityPage page(long after, int limit, Filter filter) {
        PrincipalId id = filter.id();
        List<DocumentRow> rows =
                identities.page(after, filter.status(), id == null ? null : id.value(), Limit.of(limit + 1));
        return StoredIdentity.DOCUMENTS.page(rows, limit, IdentityPage::new);
    }
}
