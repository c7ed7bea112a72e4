package dev.shieldwall.audit.readmodel;

import java.util.Optional;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The table of the log's head. */
interface HeadRepository extends Repository<StoredHead, Boolean> {

    /** Always from the database; within a transaction the row may then be changed. */
    @Query("select h from StoredHead h")
    Optional<StoredHead> find();

    /** Not from the database if this transaction has read it. */
    Optional<StoredHead> findById(Boolean onlyRow);

    StoredHead save(StoredHead row);
}
