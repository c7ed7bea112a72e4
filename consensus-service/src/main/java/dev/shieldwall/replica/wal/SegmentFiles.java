package dev.shieldwall.replica.wal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * The files of a log. A segment is filled with zeros before it is used, so that a later fsync writes data blocks only;
 * the next one is prepared ahead by a thread of its own, so that rotation does not stall the vote.
 */
final class SegmentFiles implements AutoCloseable {

    private static final String SPARE = "spare";
    private static final int ZERO_CHUNK_BYTES = 1 << 20;

    private final WalSettings settings;
    private final Disk disk;
    private @Nullable FutureTask<Path> spare;

    SegmentFiles(WalSettings settings, Disk disk) {
        this.settings = settings;
        this.disk = disk;
    }

    /** Segments in the order in which they were written. */
    List<Path> list() throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(settings.directory(), "*.wal")) {
            entries.forEach(found::add);
        }
        Collections.sort(found);
        return found;
    }

    static long firstLsn(Path segment) {
        String name = segment.getFileName().toString();
        return Long.parseLong(name.substring(0, name.indexOf('.')), 16);
    }

    /** Makes the segment that starts at {@code firstLsn} durable under its name, and opens it for writing. */
    FileChannel create(long firstLsn, byte[] chain) throws IOException {
        Path prepared = takeSpare();
        FileChannel channel = disk.open(prepared, StandardOpenOption.WRITE);
        try {
            writeFully(channel, RecordFormat.segmentHeader(firstLsn, chain, settings.segmentBytes()), 0);
            channel.force(true);
            Path segment = settings.directory().resolve("%016x.wal".formatted(firstLsn));
            Files.move(prepared, segment, StandardCopyOption.ATOMIC_MOVE);
            disk.syncDirectory(settings.directory());
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        prepareSpare();
        return channel;
    }

    FileChannel reopen(Path segment) throws IOException {
        FileChannel channel = disk.open(segment, StandardOpenOption.READ, StandardOpenOption.WRITE);
        prepareSpare();
        return channel;
    }

    void delete(List<Path> segments) throws IOException {
        for (Path segment : segments) {
            Files.deleteIfExists(segment);
        }
        disk.syncDirectory(settings.directory());
    }

    static void writeFully(FileChannel channel, ByteBuffer from, long position) throws IOException {
        long at = position;
        while (from.hasRemaining()) {
            at += channel.write(from, at);
        }
    }

    static void writeZeros(FileChannel channel, long from, long to) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocate((int) Math.min(ZERO_CHUNK_BYTES, Math.max(to - from, 0)));
        for (long at = from; at < to; at += zeros.limit()) {
            zeros.clear().limit((int) Math.min(zeros.capacity(), to - at));
            writeFully(channel, zeros, at);
        }
    }

    private void prepareSpare() {
        FutureTask<Path> task = new FutureTask<>(this::fillSpare);
        spare = task;
        Thread.ofPlatform().daemon().name("wal-spare").start(task);
    }

    private Path fillSpare() throws IOException {
        Path file = settings.directory().resolve(SPARE);
        Files.deleteIfExists(file);
        try (FileChannel channel = disk.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            writeZeros(channel, 0, settings.segmentBytes());
            channel.force(true);
        }
        return file;
    }

    private Path takeSpare() throws IOException {
        FutureTask<Path> prepared = spare;
        spare = null;
        if (prepared == null) {
            return fillSpare();
        }
        try {
            return prepared.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a segment was being prepared", e);
        } catch (ExecutionException e) {
            throw new IOException("a segment could not be prepared: " + e.getCause(), e);
        }
    }

    @Override
    public void close() {
        FutureTask<Path> pending = spare;
        if (pending == null) {
            return;
        }
        try {
            pending.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            // Nothing is lost: the spare holds no record, and the next start makes a new one.
            spare = null;
        }
    }
}
