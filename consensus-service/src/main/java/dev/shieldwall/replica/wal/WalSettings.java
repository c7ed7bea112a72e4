package dev.shieldwall.replica.wal;

import java.nio.file.Path;
import java.util.Set;

/**
 * Where and how large the log is.
 *
 * @param directory folder that holds the segments and nothing else
 * @param segmentBytes size of one preallocated segment
 * @param maxRecordBytes largest payload of one record
 * @param signatureTypes record types that hold own signatures: a torn tail is never cut in front of one of these
 */
public record WalSettings(Path directory, int segmentBytes, int maxRecordBytes, Set<Byte> signatureTypes) {

    /**
     * 20 MiB: holds the largest record, and what a start reads in vain, because only whole segments are deleted, stays
     * short. Rotates three times a minute under full load.
     */
    public static final int DEFAULT_SEGMENT_BYTES = 20 << 20;

    /** 8 MiB: a block of the largest size with its certificate, twice over. */
    public static final int DEFAULT_MAX_RECORD_BYTES = 8 << 20;

    public WalSettings {
        signatureTypes = Set.copyOf(signatureTypes);
        if (maxRecordBytes < 1) {
            throw new IllegalArgumentException("a record must be allowed at least one byte");
        }
        if (segmentBytes < RecordFormat.SEGMENT_HEADER_BYTES + RecordFormat.sizeOf(maxRecordBytes)) {
            throw new IllegalArgumentException("a segment must hold the largest record: " + segmentBytes + " < "
                    + (RecordFormat.SEGMENT_HEADER_BYTES + RecordFormat.sizeOf(maxRecordBytes)));
        }
    }

    public static WalSettings defaults(Path directory, Set<Byte> signatureTypes) {
        return new WalSettings(directory, DEFAULT_SEGMENT_BYTES, DEFAULT_MAX_RECORD_BYTES, signatureTypes);
    }
}
