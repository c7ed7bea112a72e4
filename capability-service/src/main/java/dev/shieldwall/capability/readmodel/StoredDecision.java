package dev.shieldwall.capability.readmodel;

import dev.shieldwall.model.decision.Authorization;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;
import org.springframework.data.domain.Persistable;

/** A row of the table of decided operations, which is added and never changed. */
@Entity
@Immutable
@Table(name = "operation_decision")
class StoredDecision implements Persistable<Long> {

    @Id
    private Long sequence;

    private byte[] commandId;

    private String principal;

    @Convert(converter = AuthorizationDocument.class)
    private Authorization document;

    @SuppressWarnings("NullAway.Init") // for Hibernate, which fills the fields
    StoredDecision() {}

    StoredDecision(long sequence, Authorization authorization) {
        this.sequence = sequence;
        this.commandId = authorization.commandId().value().unsafeArray();
        this.principal = authorization.principal().value();
        this.document = authorization;
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
