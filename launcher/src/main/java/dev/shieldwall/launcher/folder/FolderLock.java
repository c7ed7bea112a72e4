package dev.shieldwall.launcher.folder;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;

/** Held by whoever may change what runs on a data folder; the kernel lets go of it when its holder dies. */
public final class FolderLock implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(20);

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Empty when another process holds it as long as that; who only looks whether it is held holds it for a moment. */
    public static Optional<FolderLock> take(DataFolder data, Duration patience)
            throws IOException, InterruptedException {
        return take(data.lock(), patience);
    }

    /** The lock of another folder, which that file is. */
    public static Optional<FolderLock> take(Path file, Duration patience) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Optional<FolderLock> lock = take(file);
        while (lock.isEmpty() && System.nanoTime() - start < patience.toNanos()) {
            Thread.sleep(PAUSE);
            lock = take(file);
        }
        return lock;
    }

    /** Empty when another process holds it. */
    public static Optional<FolderLock> take(DataFolder data) throws IOException {
        return take(data.lock());
    }

    private static Optional<FolderLock> take(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null; // held in this very process
        }
        if (lock == null) {
            channel.close();
            return Optional.empty();
        }
        return Optional.of(new FolderLock(channel));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
