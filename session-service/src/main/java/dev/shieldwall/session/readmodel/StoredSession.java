package dev.shieldwall.session.readmodel;

import dev.shieldwall.model.session.Session;
import dev.shieldwall.model.session.SessionStatus;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.springframework.data.domain.Persistable;

/** A row of the table of sessions. Who reads gets the record in it; only the projection holds a row. */
@Entity
@Table(name = "session")
class StoredSession implements Persistable<Long> {

    @Id
    private Long sequence;

    @Column(name = "id")
    private byte[] sessionId;

    private String principal;

    @Enumerated(EnumType.STRING)
    private SessionStatus status;

    @Convert(converter = SessionDocument.class)
    private Session document;

    @SuppressWarnings("NullAway.Init") // for Hibernate, which fills the fields
    StoredSession() {}

    StoredSession(long sequence, Session session) {
        this.sequence = sequence;
        this.sessionId = session.id().value().unsafeArray();
        this.principal = session.principal().value();
        this.status = session.status();
        this.document = session;
    }

    void close(long height) {
        document = document.closed(height);
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
