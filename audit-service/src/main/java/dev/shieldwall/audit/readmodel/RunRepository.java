package dev.shieldwall.audit.readmodel;

import java.util.List;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The table of roots of full runs. Reads select columns, not entities. */
interface RunRepository extends Repository<StoredRun, StoredRun.Place> {

    @Query("""
            select new dev.shieldwall.audit.readmodel.NodeRow(r.place.index, r.root) from StoredRun r
            where r.place.level = :level and r.place.index >= :from and r.place.index < :to
            order by r.place.index
            """)
    List<NodeRow> roots(int level, long from, long to);
}
