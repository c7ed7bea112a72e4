package dev.shieldwall.identity.readmodel;

import dev.shieldwall.model.identity.IdentityStatus;
import dev.shieldwall.service.projection.DocumentRow;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The table of identities. Reads select values, not entities, so none is ever answered from a session's memory. */
interface IdentityRepository extends Repository<StoredIdentity, Long> {

    String SELECT = """
            select new dev.shieldwall.service.projection.DocumentRow(i.sequence, i.document)
            from StoredIdentity i
            """;

    @Query(SELECT + "where i.principal = :principal")
    Optional<DocumentRow> find(String principal);

    /** In order; an absent filter lets everything through. */
    @Query(SELECT + """
            where i.sequence > :after
              and (:status is null or i.status = :status)
              and (:principal is null or i.principal = :principal)
            order by i.sequence
            """)
    List<DocumentRow> page(long after, @Nullable IdentityStatus status, @Nullable String principal, Limit limit);

    @Query("select coalesce(max(i.sequence), 0) from StoredIdentity i")
    long last();

    /** The row itself, to change it within a transaction. */
    @Query("select i from StoredIdentity i where i.principal = :principal")
    Optional<StoredIdentity> row(String principal);
}
