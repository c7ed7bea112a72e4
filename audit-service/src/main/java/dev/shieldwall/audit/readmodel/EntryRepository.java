package dev.shieldwall.audit.readmodel;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/**
 * The table of entries. Reads select rows and columns, not entities: a check reads the whole log, and must see it as it
 * is in the database.
 */
interface EntryRepository extends Repository<StoredEntry, Long> {

    String SELECT = """
            select new dev.shieldwall.audit.readmodel.EntryRow(
                e.index, e.row.height, e.row.timeMillis, e.row.commandId, e.row.jwsHash, e.row.action, e.row.serviceId,
                e.row.capability, e.row.nodeId, e.row.consensusId, e.row.decision, e.row.previousHash, e.row.entryHash,
                e.row.merkleRoot, e.row.leaf)
            from StoredEntry e
            """;

    @Query(SELECT + "where e.index = :index")
    Optional<EntryRow> find(long index);

    @Query(SELECT + """
            where e.index >= :from
              and (:action is null or e.row.action = :action)
              and (:service is null or e.row.serviceId = :service)
            order by e.index
            """)
    List<EntryRow> page(long from, @Nullable String action, @Nullable String service, Limit limit);

    @Query("""
            select new dev.shieldwall.audit.readmodel.NodeRow(e.index, e.row.leaf) from StoredEntry e
            where e.index >= :from and e.index < :to
            order by e.index
            """)
    List<NodeRow> leaves(long from, long to);
}
