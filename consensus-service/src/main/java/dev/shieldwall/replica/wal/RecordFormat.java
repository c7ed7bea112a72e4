package dev.shieldwall.replica.wal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Bytes of a segment. Segment: header of 64 bytes, then records without gaps, then zeros.
 *
 * <pre>
 * segment header  magic 8 | first lsn 8 | chain before it 32 | segment bytes 4 | crc32c of these 4 | zeros 8
 * record          length 4 | type 1 | lsn 8 | crc32c of these 4 | crc32c of payload 4 | payload | chain 16 | 0x5a
 * </pre>
 *
 * The last byte is never zero, so a record whose last byte is zero was not written to its end.
 */
final class RecordFormat {

    static final int SEGMENT_HEADER_BYTES = 64;
    static final int HEADER_BYTES = 21;
    static final int CHAIN_BYTES = 16;
    static final int TRAILER_BYTES = CHAIN_BYTES + 1;
    static final byte END_MARK = 0x5a;

    private static final int SUMMED_HEADER_BYTES = 13;
    private static final int SUMMED_SEGMENT_BYTES = 52;
    private static final byte[] MAGIC = "SWWAL\0\0\1".getBytes(StandardCharsets.ISO_8859_1);

    private RecordFormat() {}

    static int sizeOf(int payloadBytes) {
        return Math.addExact(HEADER_BYTES + TRAILER_BYTES, payloadBytes);
    }

    static ByteBuffer segmentHeader(long firstLsn, byte[] chain, int segmentBytes) {
        ByteBuffer out = ByteBuffer.allocate(SEGMENT_HEADER_BYTES);
        out.put(MAGIC).putLong(firstLsn).put(chain).putInt(segmentBytes);
        out.putInt(crc(out, 0, SUMMED_SEGMENT_BYTES));
        return out.clear();
    }

    /** First lsn and chain of a segment, or {@link SegmentStart#UNREADABLE}. */
    static SegmentStart readSegmentHeader(ByteBuffer in) {
        if (in.limit() < SEGMENT_HEADER_BYTES || in.getInt(SUMMED_SEGMENT_BYTES) != crc(in, 0, SUMMED_SEGMENT_BYTES)) {
            return SegmentStart.UNREADABLE;
        }
        byte[] magic = new byte[MAGIC.length];
        in.get(0, magic);
        if (!Arrays.equals(magic, MAGIC) || in.getInt(SUMMED_SEGMENT_BYTES - 4) != in.limit()) {
            return SegmentStart.UNREADABLE;
        }
        byte[] chain = new byte[ChainHash.BYTES];
        in.get(MAGIC.length + Long.BYTES, chain);
        return new SegmentStart(in.getLong(MAGIC.length), chain);
    }

    @SuppressWarnings("ArrayRecordComponent")
    record SegmentStart(long firstLsn, byte[] chain) {
        static final SegmentStart UNREADABLE = new SegmentStart(-1, new byte[0]);

        boolean readable() {
            return firstLsn > 0;
        }
    }

    static void writeHeader(ByteBuffer out, WalRecord record) {
        int at = out.position();
        out.putInt(record.payload().length).put(record.type()).putLong(record.lsn());
        out.putInt(crc(out, at, SUMMED_HEADER_BYTES));
        CRC32C sum = new CRC32C();
        sum.update(record.payload());
        out.putInt((int) sum.getValue());
    }

    static void writeTrailer(ByteBuffer out, byte[] chain) {
        out.put(chain, 0, CHAIN_BYTES).put(END_MARK);
    }

    /** Whether a whole record header with a length that fits lies at {@code at}. */
    static boolean headerHolds(ByteBuffer in, int at, int maxPayloadBytes) {
        if (at + HEADER_BYTES > in.limit()) {
            return false;
        }
        int length = in.getInt(at);
        return length >= 0
                && length <= maxPayloadBytes
                && at + (long) sizeOf(length) <= in.limit()
                && in.getLong(at + 5) > 0
                && in.getInt(at + SUMMED_HEADER_BYTES) == crc(in, at, SUMMED_HEADER_BYTES);
    }

    /** Whether payload sum and end mark of the record with a whole header at {@code at} are right. */
    static boolean payloadHolds(ByteBuffer in, int at) {
        int length = in.getInt(at);
        return in.getInt(at + SUMMED_HEADER_BYTES + 4) == crc(in, at + HEADER_BYTES, length)
                && in.get(at + sizeOf(length) - 1) == END_MARK;
    }

    static WalRecord read(ByteBuffer in, int at) {
        byte[] payload = new byte[in.getInt(at)];
        in.get(at + HEADER_BYTES, payload);
        return new WalRecord(in.getLong(at + 5), in.get(at + 4), payload);
    }

    private static int crc(ByteBuffer in, int from, int bytes) {
        CRC32C sum = new CRC32C();
        sum.update(in.slice(from, bytes));
        return (int) sum.getValue();
    }
}
