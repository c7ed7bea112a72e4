package dev.shieldwall.audit.readmodel;

import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;
import org.springframework.data.domain.Persistable;

/** What Hibernate writes an {@link EntryRow} by. */
@Entity
@Immutable
@Table(name = "entry")
class StoredEntry implements Persistable<Long> {

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

    @Override
    public Long getId() {
        return index;
    }

    /** Rows are only added, never merged, so saving one must not ask the table for it first. */
    @Override
    public boolean isNew() {
        return true;
    }
}
