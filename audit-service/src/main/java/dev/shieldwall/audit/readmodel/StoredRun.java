package dev.shieldwall.audit.readmodel;

import dev.shieldwall.model.codec.Bytes;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/** The root of a full run of the tree, see {@link LogShape}. */
@Entity
@Immutable
@Table(name = "subtree")
class StoredRun {

    /** Which run of which stored level. */
    @Embeddable
    record Place(int level, long index) {}

    @EmbeddedId
    private Place place;

    private Bytes root;

    @SuppressWarnings("NullAway.Init") // for Hibernate, which fills the fields
    StoredRun() {}

    StoredRun(Place place, Bytes root) {
        this.place = place;
        this.root = root;
    }
}
