package dev.shieldwall.audit.readmodel;

import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The one row of the table of the log's head, which every block changes. */
@Entity
@Table(name = "head")
class StoredHead {

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
}
