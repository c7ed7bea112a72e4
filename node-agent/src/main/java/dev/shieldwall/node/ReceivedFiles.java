package dev.shieldwall.node;

import dev.shieldwall.transport.asoc.Inbox;
import dev.shieldwall.transport.asoc.core.NodeId;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Keeps each stream as a file. The protocol gives streams no names, so the file is called by its sender and a number. It
 * appears under that name, for its owner alone, when the stream is whole and on the disk; what was broken off or has
 * failed leaves nothing.
 */
final class ReceivedFiles implements Inbox {

    /** Of one connection at a time; each costs a descriptor. */
    static final int MAX_OPEN = 16;

    private static final int PIECE_BYTES = 128 << 10;

    private final Holdings holdings;
    private final Path folder;
    private final long maxBytes;
    private final PrintStream out;
    private final Consumer<Path> whole;
    private final AtomicLong number = new AtomicLong();

    /**
     * @param maxBytes of one stream; a longer one ends its connection
     * @param whole told of each file that is there
     */
    ReceivedFiles(Holdings holdings, long maxBytes, PrintStream out, Consumer<Path> whole) {
        this.holdings = holdings;
        this.folder = holdings.folder();
        this.maxBytes = maxBytes;
        this.out = out;
        this.whole = whole;
    }

    @Override
    public Receiver connected(NodeId peer) {
        return new Streams(peer);
    }

    /** A name that nothing has yet. */
    private Path unused(NodeId peer) {
        Path file;
        do {
            file = folder.resolve(peer + "-" + number.incrementAndGet());
        } while (Files.exists(file) || Files.exists(part(file)));
        return file;
    }

    private static Path part(Path file) {
        return file.resolveSibling(file.getFileName() + ".part");
    }

    private record Growing(Path file, FileChannel channel, Transfer transfer) {

        static Growing of(Path file, PrintStream out) throws IOException {
            var channel = FileChannel.open(part(file), Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            return new Growing(file, channel, new Transfer(out, file.getFileName().toString(), 0));
        }
    }

    private interface Holding {

        void count() throws IOException;
    }

    private final class Streams implements Receiver {

        private final NodeId peer;
        private final Map<Long, Growing> open = new HashMap<>();

        Streams(NodeId peer) {
            this.peer = peer;
        }

        @Override
        public void data(long stream, ByteBuffer payload) throws IOException {
            Growing growing = growing(stream);
            if (growing.channel().position() + payload.remaining() > maxBytes) {
                out.println("  a stream of " + peer + " is longer than " + maxBytes + " bytes; it is dropped");
                throw new IOException("a stream is longer than " + maxBytes + " bytes");
            }
            hold(() -> holdings.grows(peer, payload.remaining()));
            write(growing.channel(), payload);
            growing.transfer().at(growing.channel().position());
        }

        private Growing growing(long stream) throws IOException {
            Growing known = open.get(stream);
            if (known != null) {
                return known;
            }
            if (open.size() >= MAX_OPEN) {
                throw new IOException("a peer sends more than " + MAX_OPEN + " streams at a time");
            }
            hold(() -> holdings.fileBegins(peer));
            Growing fresh = Growing.of(unused(peer), out);
            open.put(stream, fresh);
            return fresh;
        }

        private void hold(Holding more) throws IOException {
            try {
                more.count();
            } catch (IOException e) {
                out.println("  " + e.getMessage() + "; the stream is dropped");
                throw e;
            }
        }

        /** By pieces: the JDK keeps an off-heap buffer as large as the largest write. */
        private void write(FileChannel channel, ByteBuffer payload) throws IOException {
            int end = payload.limit();
            try {
                while (payload.position() < end) {
                    channel.write(payload.limit(Math.min(end, payload.position() + PIECE_BYTES)));
                }
            } catch (IOException e) {
                out.println("  cannot write to " + folder + ": " + e.getMessage() + "; the stream is dropped");
                throw e;
            }
        }

        /** An empty stream is an empty file. */
        @Override
        public void end(long stream) throws IOException {
            Growing growing = growing(stream);
            long bytes = growing.channel().position();
            try (FileChannel channel = growing.channel()) {
                channel.force(true);
            }
            Files.move(part(growing.file()), growing.file());
            open.remove(stream); // until here it is dropped if anything fails
            keepNames();
            growing.transfer().done(bytes);
            whole.accept(growing.file());
        }

        /** A name that is not on the disk is gone when the power is. */
        private void keepNames() throws IOException {
            try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
                names.force(true);
            }
        }

        @Override
        public void closed() {
            for (Growing broken : open.values()) {
                out.println("  " + broken.file().getFileName() + " was broken off and is dropped");
                drop(broken);
            }
            open.clear();
        }

        private void drop(Growing broken) {
            try (FileChannel channel = broken.channel()) {
                Files.deleteIfExists(part(broken.file()));
            } catch (IOException e) {
                out.println("  cannot delete " + part(broken.file()) + ": " + e.getMessage());
            }
        }
    }
}
