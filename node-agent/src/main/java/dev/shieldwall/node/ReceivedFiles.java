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
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Keeps each stream as a file. The protocol gives streams no names, so the file is called by its sender and a number. It
 * appears under that name when the stream is whole and on the disk; what was broken off leaves nothing.
 */
final class ReceivedFiles implements Inbox {

    /** Of one connection at a time; each costs a descriptor. */
    static final int MAX_OPEN = 16;

    private final Path folder;
    private final long maxBytes;
    private final PrintStream out;
    private final Consumer<Path> whole;
    private final AtomicLong number = new AtomicLong();

    /**
     * @param maxBytes of one stream; a longer one ends its connection
     * @param whole told of each file that is there
     */
    ReceivedFiles(Path folder, long maxBytes, PrintStream out, Consumer<Path> whole) throws IOException {
        this.folder = Files.createDirectories(folder);
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

    private record Growing(Path file, FileChannel channel, Transfer transfer) {}

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
            Path file = unused(peer);
            var channel = FileChannel.open(part(file), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            var fresh = new Growing(file, channel, new Transfer(out, file.getFileName().toString(), 0));
            open.put(stream, fresh);
            return fresh;
        }

        private void write(FileChannel channel, ByteBuffer payload) throws IOException {
            try {
                while (payload.hasRemaining()) {
                    channel.write(payload);
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
            open.remove(stream);
            long bytes = growing.channel().position();
            try (FileChannel channel = growing.channel()) {
                channel.force(true);
            }
            Files.move(part(growing.file()), growing.file());
            growing.transfer().done(bytes);
            whole.accept(growing.file());
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
