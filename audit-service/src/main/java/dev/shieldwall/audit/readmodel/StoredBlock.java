package dev.shieldwall.audit.readmodel;

import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/** What Hibernate writes a {@link BlockRow} by. */
@Entity
@Immutable
@Table(name = "block")
class StoredBlock {

    @Id
    private Long height;

    @Embedded
    private BlockRow row;

    @SuppressWarnings("NullAway.Init") // for Hibernate, which fills the fields
    StoredBlock() {}

    StoredBlock(BlockRow row) {
        this.height = row.height();
        this.row = row;
    }
}
