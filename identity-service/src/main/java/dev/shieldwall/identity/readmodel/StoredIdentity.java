package dev.shieldwall.identity.readmodel;

import dev.shieldwall.model.identity.Identity;
import dev.shieldwall.model.identity.IdentityStatus;
import dev.shieldwall.service.projection.Documents;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of the table of identities. Who reads gets the record in it; only the projection holds a row. */
@Entity
@Table(name = "identity")
class StoredIdentity {

    static final Documents<Identity> DOCUMENTS = Documents.of(Identity.class);

    @Id
    private Long sequence;

    @Column(name = "id")
    private String principal;

    @Enumerated(EnumType.STRING)
    private IdentityStatus status;

    private String document;

    @SuppressWarnings("NullAway.Init") // for Hibernate, which fills the fields
    StoredIdentity() {}

    StoredIdentity(long sequence, Identity identity) {
        this.sequence = sequence;
        this.principal = identity.id().value();
        this.status = identity.status();
        this.document = DOCUMENTS.write(identity);
    }

    void revoke(long height, String reason) {
        Identity revoked = DOCUMENTS.read(document).revoked(height, reason);
        document = DOCUMENTS.write(revoked);
        status = revoked.status();
    }
}
