package dev.shieldwall.capability.readmodel;

import dev.shieldwall.model.decision.Authorization;
import dev.shieldwall.service.projection.Documents;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/** A row of the table of decided operations, which is added and never changed. */
@Entity
@Immutable
@Table(name = "operation_decision")
class StoredDecision {

    static final Documents<Authorization> DOCUMENTS = Documents.of(Authorization.class);

    @Id
    private Long sequence;

    private byte[] commandId;

    private String principal;

    private String document;

    @SuppressWarnings("NullAway.Init") // for Hibernate, which fills the fields
    StoredDecision() {}

    StoredDecision(long sequence, Authorization authorization) {
        this.sequence = sequence;
        this.commandId = authorization.commandId().value().unsafeArray();
        this.principal = authorization.principal().value();
        this.document = DOCUMENTS.write(authorization);
    }
}
