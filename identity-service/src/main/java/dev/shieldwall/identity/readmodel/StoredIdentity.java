package dev.shieldwall.identity.readmodel;

import dev.shieldwall.model.identity.Identity;
import dev.shieldwall.model.identity.IdentityStatus;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.springframework.data.domain.Persistable;

/** A row of the table of identities. Who reads gets the record in it; only the projection holds a row. */
@Entity
@Table(name = "identity")
class StoredIdentity implements Persistable<Long> {

    @Id
    private Long sequence;

    @Column(name = "id")
    private String principal;

    @Enumerated(EnumType.STRING)
    private IdentityStatus status;

    @Convert(converter = IdentityDocument.class)
    private Identity document;

    @SuppressWarnings("NullAway.Init") // for Hibernate, which fills the fields
    StoredIdentity() {}

    StoredIdentity(long sequence, Identity identity) {
        this.sequence = sequence;
        this.principal = identity.id().value();
        this.status = identity.status();
        this.document = identity;
    }

    void revoke(long height, String reason) {
        document = document.revoked(height, reason);
        status = document.status();
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
