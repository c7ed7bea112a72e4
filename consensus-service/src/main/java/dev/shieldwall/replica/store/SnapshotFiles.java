package dev.shieldwall.replica.store;

import dev.shieldwall.crypto.hash.Sha256;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Snapshots of the ledger's state for the replica's own restart, one file for each height, two of them kept.
 *
 * <pre>
 * file   magic 8 | height 8 | header length 4 | header | chunk* | end
 * chunk  length 4, above 0 | bytes | SHA-256 of (sum before | bytes), the first sum being that of all that precedes
 * end    length 0 | SHA-256 of (sum before)
 * </pre>
 *
 * A snapshot proves nothing by itself: the reader compares the state's root with a certified header.
 */
public final class SnapshotFiles {

    /** Longest header that is read. */
    public static final int MAX_HEADER_BYTES = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotFiles.class);
    private static final long MAGIC = 0x5357534e41503031L;
    private static final int CHUNK_BYTES = 256 << 10;
    private static final int KEEP = 2;
    /** A height is never negative, so the first digit is at most 7. */
    private static final Pattern NAME = Pattern.compile("[0-7][0-9a-f]{15}\\.snapshot");

    private final Path directory;

    public SnapshotFiles(Path directory) {
        this.directory = directory;
    }

    /** Writes the state's bytes to the given stream. */
    @FunctionalInterface
    public interface BodyWriter {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Reads the state from the given stream, which ends where the state ends or fails where the file is damaged. */
    @FunctionalInterface
    public interface BodyReader<T> {
        T read(long height, byte[] header, InputStream body) throws IOException;
    }

    /** A snapshot that was read whole. */
    public record Snapshot<T>(long height, T state) {}

    /**
     * Makes the snapshot of {@code height} durable under its name, then removes all but the newest two up to it. What is
     * called newer was not made by this log, and must not push out what was.
     */
    public void write(long height, byte[] header, BodyWriter body) throws IOException {
        Files.createDirectories(directory);
        Path unfinished = directory.resolve("unfinished");
        try (FileOutputStream file = new FileOutputStream(unfinished.toFile())) {
            DataOutputStream out = new DataOutputStream(new BufferedOutputStream(file, CHUNK_BYTES));
            byte[] start = start(height, header);
            out.write(start);
            try (ChunkOutput chunks = new ChunkOutput(out, Sha256.hash(start))) {
                body.writeTo(chunks);
            }
            out.flush();
            file.getChannel().force(true);
        }
        Files.move(unfinished, file(height), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncDirectory();
        List<Path> notAbove = newestFirst().stream().filter(file -> height(file) <= height).toList();
        for (Path old : notAbove.subList(Math.min(KEEP, notAbove.size()), notAbove.size())) {
            Files.deleteIfExists(old);
        }
    }

    /** The newest snapshot up to a height that is whole; damaged ones are passed over and stay for inspection. */
    public <T> Optional<Snapshot<T>> readNewest(long upTo, BodyReader<T> reader) throws IOException {
        for (Path file : newestFirst()) {
            if (height(file) > upTo) {
                continue;
            }
            try (DataInputStream in =
                    new DataInputStream(new BufferedInputStream(Files.newInputStream(file), CHUNK_BYTES))) {
                return Optional.of(read(height(file), in, reader));
            } catch (IOException e) {
                LOG.warn("the snapshot {} is passed over: {}", file.getFileName(), e.getMessage());
            }
        }
        return Optional.empty();
    }

    /** Heights of the snapshots on disk, newest first. */
    public List<Long> heights() throws IOException {
        return newestFirst().stream().map(SnapshotFiles::height).toList();
    }

    private static <T> Snapshot<T> read(long height, DataInputStream in, BodyReader<T> reader) throws IOException {
        if (in.readLong() != MAGIC) {
            throw new IOException("not a snapshot");
        }
        long found = in.readLong();
        if (found != height) {
            throw new IOException("it is of height " + found);
        }
        int headerBytes = in.readInt();
        if (headerBytes < 0 || headerBytes > MAX_HEADER_BYTES) {
            throw new IOException("a header of " + headerBytes + " bytes");
        }
        byte[] header = in.readNBytes(headerBytes);
        ChunkInput body = new ChunkInput(in, Sha256.hash(start(height, header)));
        T state = reader.read(height, header, body);
        body.transferTo(OutputStream.nullOutputStream());
        return new Snapshot<>(height, state);
    }

    private static byte[] start(long height, byte[] header) {
        return ByteBuffer.allocate(2 * Long.BYTES + Integer.BYTES + header.length)
                .putLong(MAGIC)
                .putLong(height)
                .putInt(header.length)
                .put(header)
                .array();
    }

    private Path file(long height) {
        return directory.resolve("%016x.snapshot".formatted(height));
    }

    private static long height(Path file) {
        String name = file.getFileName().toString();
        return Long.parseLong(name.substring(0, name.indexOf('.')), 16);
    }

    /** Whether the name is one that {@link #file} gives; whatever else people put here is not ours. */
    private static boolean isNamed(Path file) {
        return NAME.matcher(file.getFileName().toString()).matches();
    }

    private List<Path> newestFirst() throws IOException {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, SnapshotFiles::isNamed)) {
                entries.forEach(found::add);
            }
        }
        found.sort(Collections.reverseOrder());
        return found;
    }

    private void syncDirectory() throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Cuts the state's bytes into summed chunks. Closing writes the end and leaves the file open. */
    private static final class ChunkOutput extends OutputStream {

        private final DataOutputStream out;
        private final byte[] chunk = new byte[CHUNK_BYTES];
        private byte[] sum;
        private int filled;

        ChunkOutput(DataOutputStream out, byte[] sum) {
            this.out = out;
            this.sum = sum;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int at = offset;
            while (at < offset + length) {
                int part = Math.min(offset + length - at, chunk.length - filled);
                System.arraycopy(bytes, at, chunk, filled, part);
                filled += part;
                at += part;
                if (filled == chunk.length) {
                    writeChunk();
                }
            }
        }

        private void writeChunk() throws IOException {
            out.writeInt(filled);
            out.write(chunk, 0, filled);
            sum = Sha256.hash(sum, filled == chunk.length ? chunk : Arrays.copyOf(chunk, filled));
            out.write(sum);
            filled = 0;
        }

        @Override
        public void close() throws IOException {
            if (filled > 0) {
                writeChunk();
            }
            out.writeInt(0);
            out.write(Sha256.hash(sum));
        }
    }

    /** Hands out the bytes of a chunk only after its sum was found right. */
    private static final class ChunkInput extends InputStream {

        private final DataInputStream in;
        private byte[] chunk = new byte[0];
        private byte[] sum;
        private int at;
        private boolean ended;

        ChunkInput(DataInputStream in, byte[] sum) {
            this.in = in;
            this.sum = sum;
        }

        @Override
        public int read() throws IOException {
            return fill() ? chunk[at++] & 0xff : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (!fill()) {
                return -1;
            }
            int part = Math.min(length, chunk.length - at);
            System.arraycopy(chunk, at, into, offset, part);
            at += part;
            return part;
        }

        private boolean fill() throws IOException {
            if (at < chunk.length) {
                return true;
            }
            if (ended) {
                return false;
            }
            int length = in.readInt();
            if (length < 0 || length > CHUNK_BYTES) {
                throw new IOException("a chunk of " + length + " bytes");
            }
            byte[] next = in.readNBytes(length);
            byte[] expected = length == 0 ? Sha256.hash(sum) : Sha256.hash(sum, next);
            byte[] found = in.readNBytes(Sha256.BYTES);
            if (next.length != length || found.length != Sha256.BYTES) {
                throw new EOFException("the file ends early");
            }
            if (!Arrays.equals(expected, found)) {
                throw new IOException("a chunk is damaged");
            }
            chunk = next;
            at = 0;
            sum = expected;
            ended = length == 0;
            return !ended;
        }
    }
}
