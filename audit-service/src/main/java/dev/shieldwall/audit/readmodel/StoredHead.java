package dev.shieldwall.audit.readmodel;

import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.springframework.data.domain.Persistable;

/** The one row of the table of the log's head, which every block changes. */
@Entity
@Table(name = "head")
class StoredHead implements Persistable<Boolean> {

    @Id
    private Boolean onlyRow = true;

    @Embedded
    private HeadRow row;

    @SuppressWarnings("NullAway.Init") // for Hibernate, which fills the fields
    StoredHead() {}

    StoredHead(HeadRow row) {
        this.row = row;
    }

    HeadRow row() {
        return row;
    }

    void become(HeadRow next) {
        row = next;
    }

    @Override
    public Boolean getId() {
        return onlyRow;
    }

    /** Only the first is saved; the row that is there is changed in place. */
    @Override
    public boolean isNew() {
        return true;
    }
}
