package dev.shieldwall.capability.readmodel;

import dev.shieldwall.service.projection.DocumentRow;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The table of decided operations: the one that grows with every authorization. Hibernate writes it in batches. */
interface DecisionRepository extends Repository<StoredDecision, Long> {

    String SELECT = """
            select new dev.shieldwall.service.projection.DocumentRow(d.sequence, d.document)
            from StoredDecision d
            """;

    @Query(SELECT + "where d.commandId = :commandId order by d.sequence")
    List<DocumentRow> find(byte[] commandId);

    /** In order; an absent filter lets everything through. */
    @Query(SELECT + """
            where d.sequence > :after and (:principal is null or d.principal = :principal)
            order by d.sequence
            """)
    List<DocumentRow> page(long after, @Nullable String principal, Limit limit);

    @Query("select coalesce(max(d.sequence), 0) from StoredDecision d")
    long last();
}
