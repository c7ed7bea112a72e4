package dev.shieldwall.audit.readmodel;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The table of blocks that added entries. Reads select rows, not entities. */
interface BlockRepository extends Repository<StoredBlock, Long> {

    String SELECT = """
            select new dev.shieldwall.audit.readmodel.BlockRow(
                b.height, b.row.header, b.row.certificate, b.row.firstIndex, b.row.auditSize, b.row.auditRoot)
            from StoredBlock b
            """;

    @Query(SELECT + "where b.height in :heights")
    List<BlockRow> find(Collection<Long> heights);

    /** In the order of sizes, which is that of heights: only this one lets the index of sizes lead to the row. */
    @Query(SELECT + "where b.row.auditSize <= :index order by b.row.auditSize desc limit 1")
    Optional<BlockRow> endingBy(long index);

    @Query(SELECT + "where b.height > :height order by b.height")
    List<BlockRow> after(long height, Limit limit);
}
