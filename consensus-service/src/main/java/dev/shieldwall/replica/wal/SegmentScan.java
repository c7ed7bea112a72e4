package dev.shieldwall.replica.wal;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads one segment and says where and how it ends. Telling a torn write from rot decides between losing nothing and
 * signing twice, so a tail counts as torn only if it looks as an interrupted write does: the end of the record, or a
 * whole disk sector of it, still zero.
 */
final class SegmentScan implements AutoCloseable {

    private static final int SECTOR_BYTES = 512;

    private final Arena arena = Arena.ofConfined();
    private final ByteBuffer bytes;
    private final int maxPayloadBytes;

    SegmentScan(Path segment, int maxPayloadBytes) throws IOException {
        this.maxPayloadBytes = maxPayloadBytes;
        try (FileChannel channel = FileChannel.open(segment, StandardOpenOption.READ)) {
            bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena).asByteBuffer();
        } catch (IOException e) {
            arena.close();
            throw e;
        }
    }

    /** How reading ended, and at which offset. */
    sealed interface End {
        int offset();

        /** Nothing but zeros follows. */
        record Clean(int offset) implements End {}

        /** An unfinished write follows, up to {@code dirtyEnd}. */
        record Torn(int offset, int dirtyEnd) implements End {}

        /** A record that had been whole is damaged. */
        record Damaged(int offset, String reason) implements End {}
    }

    RecordFormat.SegmentStart start() {
        return RecordFormat.readSegmentHeader(bytes);
    }

    /** Hands on every whole record from the start, extending {@code chain}. */
    End read(long firstLsn, ChainHash chain, Consumer<WalRecord> replay) {
        int at = RecordFormat.SEGMENT_HEADER_BYTES;
        long lsn = firstLsn;
        while (RecordFormat.headerHolds(bytes, at, maxPayloadBytes)) {
            int next = at + RecordFormat.sizeOf(bytes.getInt(at));
            if (!RecordFormat.payloadHolds(bytes, at)) {
                return unfinished(at, next) ? new End.Torn(at, dirtyEnd(at)) : damaged(at, "checksum of the payload");
            }
            WalRecord record = RecordFormat.read(bytes, at);
            if (record.lsn() != lsn) {
                return damaged(at, "record " + record.lsn() + " where " + lsn + " belongs");
            }
            byte[] expected = chain.extend(record);
            byte[] found = new byte[RecordFormat.CHAIN_BYTES];
            bytes.get(next - RecordFormat.TRAILER_BYTES, found);
            if (!Arrays.equals(found, 0, found.length, expected, 0, found.length)) {
                return damaged(at, "hash chain");
            }
            replay.accept(record);
            at = next;
            lsn++;
        }
        return endAt(at);
    }

    /** Whole records of the given types anywhere behind {@code from}, whatever lies between them. */
    List<WalRecord> salvage(int from, Set<Byte> types) {
        List<WalRecord> found = new ArrayList<>();
        for (int at = from; at + RecordFormat.HEADER_BYTES <= bytes.limit(); at++) {
            boolean wanted = types.contains(bytes.get(at + 4));
            if (wanted && RecordFormat.headerHolds(bytes, at, maxPayloadBytes) && RecordFormat.payloadHolds(bytes, at)) {
                found.add(RecordFormat.read(bytes, at));
            }
        }
        return found;
    }

    private End endAt(int at) {
        int dirtyEnd = dirtyEnd(at);
        if (dirtyEnd == at) {
            return new End.Clean(at);
        }
        int headerEnd = Math.min(at + RecordFormat.HEADER_BYTES, bytes.limit());
        boolean blank = isZero(at, headerEnd);
        boolean brokenOff = isZero(headerEnd - 1, Math.min(nextSector(headerEnd - 1), bytes.limit()));
        return blank || brokenOff ? new End.Torn(at, dirtyEnd) : damaged(at, "checksum of the header");
    }

    private static End damaged(int at, String reason) {
        return new End.Damaged(at, reason);
    }

    private boolean unfinished(int from, int to) {
        if (bytes.get(to - 1) == 0) {
            return true;
        }
        for (int at = from; at < to; at = nextSector(at)) {
            if (isZero(at, Math.min(nextSector(at), to))) {
                return true;
            }
        }
        return false;
    }

    private static int nextSector(int at) {
        return (at / SECTOR_BYTES + 1) * SECTOR_BYTES;
    }

    private boolean isZero(int from, int to) {
        for (int at = from; at < to; at++) {
            if (bytes.get(at) != 0) {
                return false;
            }
        }
        return true;
    }

    /** One past the last byte that is not zero, at least {@code from}. */
    private int dirtyEnd(int from) {
        int at = bytes.limit();
        while (at - Long.BYTES >= from && bytes.getLong(at - Long.BYTES) == 0) {
            at -= Long.BYTES;
        }
        while (at > from && bytes.get(at - 1) == 0) {
            at--;
        }
        return at;
    }

    @Override
    public void close() {
        arena.close();
    }
}
