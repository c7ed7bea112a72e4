package dev.shieldwall.audit.readmodel;

import dev.shieldwall.model.codec.Bytes;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;

/** One row of the table of blocks that added entries, as stored. */
@Embeddable
public record BlockRow(
        @Column(insertable = false, updatable = false) long height, // the key, which StoredBlock writes
        Bytes header, Bytes certificate, long firstIndex, long auditSize, Bytes auditRoot) {}
