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

    /** The newest of each principal: the ledger forgets an id after a while, and its principal may use it again. */
    @Query(SELECT + """
            where d.commandId = :commandId
              and (:principal is null or d.principal = :principal)
              and d.sequence = (
                select max(same.sequence) from StoredDecision same
                where same.commandId = d.commandId and same.principal = d.principal)
            order by d.principal
            """)
    List<DocumentRow> newest(byte[] commandId, @Nullable String principal, Limit limit);

    /** In order; an absent filter lets everything through. */
    @Query(SELECT + """
            where d.sequence > :after and (:principal is null or d.principal = :principal)
            order by d.sequence
            """)
    List<DocumentRow> page(long after, @Nullable String principal, Limit limit);

    @Query("select coalesce(max(d.sequence), 0) from StoredDecision d")
    long last();
}
