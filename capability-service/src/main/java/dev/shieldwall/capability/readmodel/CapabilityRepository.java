package dev.shieldwall.capability.readmodel;

import dev.shieldwall.service.projection.DocumentRow;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The table of capabilities. Reads select values, not entities, so none is ever answered from a session's memory. */
interface CapabilityRepository extends Repository<StoredCapability, Long> {

    String SELECT = """
            select new dev.shieldwall.service.projection.DocumentRow(c.sequence, c.document)
            from StoredCapability c
            """;

    @Query(SELECT + "where c.capabilityId = :id")
    Optional<DocumentRow> find(byte[] id);

    /** In order; an absent filter lets everything through. */
    @Query(SELECT + """
            where c.sequence > :after
              and (:holder is null or c.holder = :holder)
              and (:revoked is null or c.revoked = :revoked)
            order by c.sequence
            """)
    List<DocumentRow> page(long after, @Nullable String holder, @Nullable Boolean revoked, Limit limit);

    @Query("select coalesce(max(c.sequence), 0) from StoredCapability c")
    long last();

    /** The row itself, to change it within a transaction. */
    @Query("select c from StoredCapability c where c.capabilityId = :id")
    Optional<StoredCapability> row(byte[] id);
}
