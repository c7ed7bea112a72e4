package dev.shieldwall.capability.readmodel;

import dev.shieldwall.model.capability.Capability;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.springframework.data.domain.Persistable;

/** A row of the table of capabilities. Who reads gets the record in it; only the projection holds a row. */
@Entity
@Table(name = "capability")
class StoredCapability implements Persistable<Long> {

    @Id
    private Long sequence;

    @Column(name = "id")
    private byte[] capabilityId;

    private String holder;

    private boolean revoked;

    @Convert(converter = CapabilityDocument.class)
    private Capability document;

    @SuppressWarnings("NullAway.Init") // for Hibernate, which fills the fields
    StoredCapability() {}

    StoredCapability(long sequence, Capability capability) {
        this.sequence = sequence;
        this.capabilityId = capability.id().value().unsafeArray();
        this.holder = capability.holder().value();
        this.revoked = capability.isRevoked();
        this.document = capability;
    }

    void revoke(long height, String reason) {
        document = document.revoked(height, reason);
        revoked = document.isRevoked();
    }

    @Override
    public Long getId() {
        return sequence;
    }

    /** Rows are only added, never merged, so saving one must not ask the table for it first. */
    @Override
    public boolean isNew() {
        return true;
    }
}
