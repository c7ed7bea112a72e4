package dev.shieldwall.node;

import dev.shieldwall.transport.asoc.core.NodeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder for received files, and how much it holds of each sender and of all. It is counted when the program begins and
 * again when a share is used up: by then streams were dropped, and files may have been taken away. Thread-safe.
 */
final class Holdings {

    private static final int ID_LENGTH = 36;

    /** The most that may be there. */
    record Most(long files, long bytes) {}

    private record Held(long files, long bytes) {

        static final Held NOTHING = new Held(0, 0);

        Held plus(long moreFiles, long moreBytes) {
            return new Held(files + moreFiles, bytes + moreBytes);
        }

        boolean within(Most most) {
            return files <= most.files() && bytes <= most.bytes();
        }
    }

    private final Path folder;
    private final Most perPeer;
    private final Most inAll;
    private final Map<NodeId, Held> byPeer = new HashMap<>();
    private Held all = Held.NOTHING;

    /** Makes the folder, for its owner alone, if it is not there. */
    Holdings(Path folder, Most perPeer, Most inAll) throws IOException {
        this.folder = folder;
        this.perPeer = perPeer;
        this.inAll = inAll;
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        count();
    }

    Path folder() {
        return folder;
    }

    void fileBegins(NodeId peer) throws IOException {
        add(peer, 1, 0);
    }

    void grows(NodeId peer, long bytes) throws IOException {
        add(peer, 0, bytes);
    }

    private synchronized void add(NodeId peer, long files, long bytes) throws IOException {
        if (!fits(peer, files, bytes)) {
            count();
        }
        if (!fits(peer, files, bytes)) {
            throw new IOException("the share of " + peer + ", or of all senders, of " + folder + " is used up");
        }
        change(peer, files, bytes);
    }

    private boolean fits(NodeId peer, long files, long bytes) {
        return all.plus(files, bytes).within(inAll)
                && byPeer.getOrDefault(peer, Held.NOTHING).plus(files, bytes).within(perPeer);
    }

    private void change(NodeId peer, long files, long bytes) {
        all = all.plus(files, bytes);
        byPeer.merge(peer, new Held(files, bytes), (held, more) -> held.plus(more.files(), more.bytes()));
    }

    private void count() throws IOException {
        byPeer.clear();
        all = Held.NOTHING;
        for (Path file : files()) {
            Optional<NodeId> peer = sender(file.getFileName().toString());
            if (peer.isPresent()) {
                change(peer.get(), 1, size(file));
            }
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    /** Files that are called otherwise are not ours. */
    private static Optional<NodeId> sender(String name) {
        if (name.length() <= ID_LENGTH || name.charAt(ID_LENGTH) != '-') {
            return Optional.empty();
        }
        try {
            return Optional.of(NodeId.parse(name.substring(0, ID_LENGTH)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return 0; // gone since it was listed
        }
    }
}
