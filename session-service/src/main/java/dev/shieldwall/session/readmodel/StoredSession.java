package dev.shieldwall.session.readmodel;

import dev.shieldwall.model.session.Session;
import dev.shieldwall.model.session.SessionStatus;
import dev.shieldwall.service.projection.Documents;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of the table of sessions. Who reads gets the record in it; only the projection holds a row. */
@Entity
@Table(name = "session")
class StoredSession {

    static final Documents<Session> DOCUMENTS = Documents.of(Session.class);

    @Id
    private Long sequence;

    @Column(name = "id")
    private byte[] sessionId;

    private String principal;

    @Enumerated(EnumType.STRING)
    private SessionStatus status;

    private String document;

    @SuppressWarnings("NullAway.Init") // for Hibernate, which fills the fields
    StoredSession() {}

    StoredSession(long sequence, Session session) {
        this.sequence = sequence;
        this.sessionId = session.id().value().unsafeArray();
        this.principal = session.principal().value();
        this.status = session.status();
        this.document = DOCUMENTS.write(session);
    }

    void close(long height) {
        Session closed = DOCUMENTS.read(document).closed(height);
        document = DOCUMENTS.write(closed);
        status = closed.status();
    }
}
