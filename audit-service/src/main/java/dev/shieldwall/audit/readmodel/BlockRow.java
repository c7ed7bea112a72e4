package dev.shieldwall.audit.readmodel;

import dev.shieldwall.model.codec.Bytes;

/** One row of the table of blocks that added entries, as stored. */
public record BlockRow(
        long height, Bytes header, Bytes certificate, long firstIndex, long auditSize, Bytes auditRoot) {}
