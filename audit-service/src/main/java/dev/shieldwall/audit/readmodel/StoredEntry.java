package dev.shieldwall.audit.readmodel;

import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/** What Hibernate writes an {@link EntryRow} by. */
@Entity
@Immutable
@Table(name = "entry")
class StoredEntry {

    @Id
    private Long index;

    @Embedded
    private EntryRow row;

    @SuppressWarnings("NullAway.Init") // for Hibernate, which fills the fields
    StoredEntry() {}

    StoredEntry(EntryRow row) {
        this.index = row.index();
        this.row = row;
    }
}
