package dev.shieldwall.replica.wal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Append-only log of one replica; the truth that everything else of it is rebuilt from.
 *
 * <p>Guarantee: after {@link #sync()} returned, every record appended before it is read again at the next
 * {@link #open}, in order, or the opening says {@link WalOpening.Corrupt}. Not guaranteed: records appended and not
 * synced.
 *
 * <p>Belongs to one thread, except {@link #durableLsn()} and {@link #heldBytes()}.
 */
public final class WriteAheadLog implements AutoCloseable {

    private static final int BUFFER_BYTES = 1 << 20;

    private final WalSettings settings;
    private final SegmentFiles files;
    private final ByteBuffer buffer;
    private final ChainHash chain;
    private FileChannel channel;
    private long written;
    private long capacity;
    private long lastLsn;
    private volatile long durableLsn;
    private volatile long heldBytes;
    private long appendedBytes;
    private @Nullable FileChannel lock;
    private @Nullable DiskFailure failure;

    /** Where writing goes on: the open segment, the offset of its first free byte, the last record and its chain. */
    record Tail(FileChannel channel, long offset, long lastLsn, ChainHash chain) {
        long capacity() throws IOException {
            return channel.size();
        }
    }

    WriteAheadLog(WalSettings settings, SegmentFiles files, Tail tail) throws IOException {
        this.settings = settings;
        this.files = files;
        this.buffer = ByteBuffer.allocateDirect(Math.min(BUFFER_BYTES, settings.segmentBytes()));
        this.channel = tail.channel();
        this.written = tail.offset();
        this.capacity = tail.capacity();
        this.lastLsn = tail.lastLsn();
        this.durableLsn = tail.lastLsn();
        this.chain = tail.chain();
    }

    /**
     * Opens the log, creating it when the folder is empty, and hands every record to {@code replay} in order; with a
     * {@link WalOpening.Corrupt} answer those before the damage have been handed on.
     *
     * @throws DiskFailure when the disk fails or another process has the log open
     */
    public static WalOpening open(WalSettings settings, Consumer<WalRecord> replay) {
        return open(settings, replay, Disk.REAL);
    }

    static WalOpening open(WalSettings settings, Consumer<WalRecord> replay, Disk disk) {
        try {
            Files.createDirectories(settings.directory());
            FileChannel lock = lock(settings.directory());
            WalOpening opening = null;
            try {
                opening = new WalRecovery(settings, new SegmentFiles(settings, disk), replay).run();
            } finally {
                if (!(opening instanceof WalOpening.Opened)) {
                    lock.close();
                }
            }
            if (opening instanceof WalOpening.Opened(WriteAheadLog log, _)) {
                log.lock = lock;
                log.measure();
            }
            return opening;
        } catch (IOException e) {
            throw new DiskFailure("cannot open the log in " + settings.directory(), e);
        }
    }

    private static FileChannel lock(Path directory) throws IOException {
        FileChannel channel =
                FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock held = channel.tryLock();
            if (held != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw new IOException("this process has it open already", e);
        }
        channel.close();
        throw new IOException("another process has it open");
    }

    /**
     * Adds a record; durable only after {@link #sync()}.
     *
     * @return its log sequence number
     * @throws IllegalArgumentException when the payload is larger than the settings allow
     */
    public long append(byte type, byte[] payload) {
        if (payload.length > settings.maxRecordBytes()) {
            throw new IllegalArgumentException("record of " + payload.length + " bytes, at most "
                    + settings.maxRecordBytes() + " are allowed");
        }
        stopIfFailed();
        try {
            if (written + buffer.position() + RecordFormat.sizeOf(payload.length) > capacity) {
                rotate();
            }
            WalRecord record = new WalRecord(lastLsn + 1, type, payload);
            reserve(RecordFormat.HEADER_BYTES);
            RecordFormat.writeHeader(buffer, record);
            putPayload(payload);
            reserve(RecordFormat.TRAILER_BYTES);
            RecordFormat.writeTrailer(buffer, chain.extend(record));
            lastLsn = record.lsn();
            appendedBytes += RecordFormat.sizeOf(payload.length);
            return lastLsn;
        } catch (IOException e) {
            throw failed("append", e);
        }
    }

    /** Makes everything appended so far durable and returns the last log sequence number. */
    public long sync() {
        stopIfFailed();
        if (durableLsn == lastLsn) {
            return lastLsn;
        }
        try {
            drain();
            channel.force(false);
            durableLsn = lastLsn;
            return lastLsn;
        } catch (IOException e) {
            throw failed("sync", e);
        }
    }

    /** Deletes the segments that hold only records below {@code lsn}; the segment in use stays. */
    public void truncateBelow(long lsn) {
        stopIfFailed();
        try {
            List<Path> segments = files.list();
            List<Path> old = new ArrayList<>();
            for (int i = 0; i + 1 < segments.size() && SegmentFiles.firstLsn(segments.get(i + 1)) <= lsn; i++) {
                old.add(segments.get(i));
            }
            if (!old.isEmpty()) {
                files.delete(old);
                measure();
            }
        } catch (IOException e) {
            throw failed("truncate", e);
        }
    }

    /** The last record known to be on disk, 0 for none. Any thread. */
    public long durableLsn() {
        return durableLsn;
    }

    public long lastLsn() {
        return lastLsn;
    }

    /** Bytes appended since the log was opened. */
    public long appendedBytes() {
        return appendedBytes;
    }

    /** Bytes of the segments on disk, the spare one not counted. Any thread. */
    public long heldBytes() {
        return heldBytes;
    }

    private void putPayload(byte[] payload) throws IOException {
        int at = 0;
        while (at < payload.length) {
            reserve(1);
            int part = Math.min(payload.length - at, buffer.remaining());
            buffer.put(payload, at, part);
            at += part;
        }
    }

    private void reserve(int bytes) throws IOException {
        if (buffer.remaining() < bytes) {
            drain();
        }
    }

    private void drain() throws IOException {
        buffer.flip();
        int bytes = buffer.remaining();
        SegmentFiles.writeFully(channel, buffer, written);
        written += bytes;
        buffer.clear();
    }

    private void rotate() throws IOException {
        drain();
        channel.force(false);
        durableLsn = lastLsn;
        FileChannel full = channel;
        channel = files.create(lastLsn + 1, chain.value());
        full.close();
        written = RecordFormat.SEGMENT_HEADER_BYTES;
        capacity = settings.segmentBytes();
        measure();
    }

    private void measure() throws IOException {
        heldBytes = files.list().size() * (long) settings.segmentBytes();
    }

    private void stopIfFailed() {
        if (failure != null) {
            throw new DiskFailure("the log stopped earlier: " + failure.getMessage());
        }
    }

    private DiskFailure failed(String what, IOException cause) {
        DiskFailure stop = new DiskFailure(what, cause);
        failure = stop;
        return stop;
    }

    /** Releases the files without syncing: closing promises no more than a crash would. */
    @Override
    public void close() {
        try {
            files.close();
            channel.close();
            if (lock != null) {
                lock.close();
            }
        } catch (IOException e) {
            throw failed("close", e);
        }
    }
}
