package dev.shieldwall.capability.readmodel;

import dev.shieldwall.model.capability.Capability;
import dev.shieldwall.service.projection.Documents;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of the table of capabilities. Who reads gets the record in it; only the projection holds a row. */
@Entity
@Table(name = "capability")
class StoredCapability {

    static final Documents<Capability> DOCUMENTS = Documents.of(Capability.class);

    @Id
    private Long sequence;

    @Column(name = "id")
    private byte[] capabilityId;

    private String holder;

    private boolean revoked;

    private String document;

    @SuppressWarnings("NullAway.Init") // for Hibernate, which fills the fields
    StoredCapability() {}

    StoredCapability(long sequence, Capability capability) {
        this.sequence = sequence;
        this.capabilityId = capability.id().value().unsafeArray();
        this.holder = capability.holder().value();
        this.revoked = capability.isRevoked();
        this.document = DOCUMENTS.write(capability);
    }

    void revoke(long height, String reason) {
        Capability changed = DOCUMENTS.read(document).revoked(height, reason);
        document = DOCUMENTS.write(changed);
        revoked = changed.isRevoked();
    }
}
