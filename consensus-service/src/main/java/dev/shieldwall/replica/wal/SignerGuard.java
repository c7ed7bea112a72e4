package dev.shieldwall.replica.wal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Remembers what this replica signed at each position, across restarts, so that it can never sign two different things
 * at one position, and can send the very same bytes again (consensus.md 1.5).
 *
 * <p>Guarantee: of all calls of {@link #sign} with one position, over all runs on one log, only one message ever gets a
 * signature. Not guaranteed: durability of the newest entry; the caller syncs the log before the signature leaves.
 *
 * <p>Belongs to the thread of its log.
 */
public final class SignerGuard {

    private static final int ENTRY = 1;
    private static final int FLOOR = 2;
    private static final int POSITION_BYTES = 1 + 1 + Long.BYTES + Long.BYTES;

    private final byte recordType;
    private final TreeMap<Position, Entry> signed = new TreeMap<>();
    private long floor;
    private long highest;
    private long lowestView;

    /**
     * What a signature is about.
     *
     * @param height block height, at least 0
     * @param view view or round, at least 0
     * @param kind the caller's number for the kind of message
     */
    public record Position(long height, long view, byte kind) implements Comparable<Position> {
        public Position {
            if (height < 0 || view < 0) {
                throw new IllegalArgumentException("height and view start at 0");
            }
        }

        @Override
        public int compareTo(Position other) {
            int byHeight = Long.compare(height, other.height);
            int byView = byHeight != 0 ? byHeight : Long.compare(view, other.view);
            return byView != 0 ? byView : Byte.compare(kind, other.kind);
        }
    }

    /** Answer to a request to sign. */
    public sealed interface Verdict {

        /** Signed now; the log holds the entry, not yet durable. */
        @SuppressWarnings("ArrayRecordComponent")
        record Signed(byte[] signature) implements Verdict {}

        /** The same bytes were signed before; this is that signature. */
        @SuppressWarnings("ArrayRecordComponent")
        record Repeated(byte[] signature) implements Verdict {}

        /** Other bytes were signed here, or the position lies below what is still remembered. Alarm, never sign. */
        record Refused(Position position, String reason) implements Verdict {}
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Entry(byte[] message, byte[] signature) {}

    /** @param recordType type of this guard's records in the log; must be among the settings' signature types */
    public SignerGuard(byte recordType) {
        this.recordType = recordType;
    }

    /** Takes in a record of this guard's type while the log is read, or one that was salvaged from a damaged log. */
    public void restore(WalRecord record) {
        ByteBuffer in = ByteBuffer.wrap(record.payload());
        int form = in.get();
        if (form == FLOOR) {
            floor = Math.max(floor, in.getLong());
            highest = Math.max(highest, in.getLong());
            // Logs of the first builds end here.
            lowestView = Math.max(lowestView, in.hasRemaining() ? in.getLong() : 0);
            forgetBelowFloor();
            return;
        }
        Position position = new Position(in.getLong(), in.getLong(), in.get());
        byte[] message = new byte[in.getInt()];
        in.get(message);
        byte[] signature = new byte[in.remaining()];
        in.get(signature);
        remember(position, new Entry(message, signature));
    }

    /** Signs {@code message} unless that would contradict an earlier signature. */
    public Verdict sign(WriteAheadLog log, Position position, byte[] message, UnaryOperator<byte[]> signer) {
        Entry before = signed.get(position);
        if (before != null) {
            return Arrays.equals(before.message(), message)
                    ? new Verdict.Repeated(before.signature())
                    : new Verdict.Refused(position, "other bytes were signed at this position");
        }
        if (position.height() < floor) {
            return new Verdict.Refused(position, "below height " + floor + ", what was signed there is forgotten");
        }
        if (position.view() < lowestView) {
            return new Verdict.Refused(position, "below view " + lowestView + ", which may have been promised");
        }
        Entry entry = new Entry(message.clone(), signer.apply(message));
        log.append(recordType, encode(position, entry));
        remember(position, entry);
        return new Verdict.Signed(entry.signature());
    }

    /**
     * Forgets positions below {@code height}, which are refused from now on, and writes what stays to the log again, so
     * that older segments may be cut once the log is synced.
     *
     * @return log sequence number of the first record written
     */
    public long carryOver(WriteAheadLog log, long height) {
        floor = Math.max(floor, height);
        forgetBelowFloor();
        ByteBuffer out = ByteBuffer.allocate(1 + 3 * Long.BYTES);
        out.put((byte) FLOOR).putLong(floor).putLong(highest).putLong(lowestView);
        long first = log.append(recordType, out.array());
        for (Map.Entry<Position, Entry> entry : signed.entrySet()) {
            log.append(recordType, encode(entry.getKey(), entry.getValue()));
        }
        return first;
    }

    /** From now on refuses positions below {@code height} or below {@code view}, for ever once the log is synced. */
    public void forbidBelow(WriteAheadLog log, long height, long view) {
        lowestView = Math.max(lowestView, view);
        carryOver(log, height);
    }

    /** View below which nothing is signed; 0 unless {@link #forbidBelow} said more. */
    public long lowestView() {
        return lowestView;
    }

    /** Highest height at which anything was ever signed, 0 for none; survives every cut. */
    public long highestHeight() {
        return highest;
    }

    public int size() {
        return signed.size();
    }

    private void forgetBelowFloor() {
        signed.headMap(new Position(floor, 0, Byte.MIN_VALUE), false).clear();
    }

    private void remember(Position position, Entry entry) {
        signed.put(position, entry);
        highest = Math.max(highest, position.height());
    }

    private static byte[] encode(Position position, Entry entry) {
        byte[] message = entry.message();
        ByteBuffer out =
                ByteBuffer.allocate(POSITION_BYTES + Integer.BYTES + message.length + entry.signature().length);
        out.put((byte) ENTRY).putLong(position.height()).putLong(position.view()).put(position.kind());
        return out.putInt(message.length).put(message).put(entry.signature()).array();
    }
}
