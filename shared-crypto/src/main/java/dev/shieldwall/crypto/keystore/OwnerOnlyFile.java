package dev.shieldwall.crypto.keystore;

import com.sun.security.auth.module.UnixSystem;
import dev.shieldwall.crypto.key.NotDurableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Files that only their owner may read or write (mode 0600), in folders that only their owner may change or that are
 * sticky; the owners are ours or root. Needs a file system with POSIX permissions.
 *
 * <p>Writing is atomic and durable: after a crash the file is there whole or not at all. An existing file is never
 * overwritten, because a lost key cannot be made again. Where only the last step fails, {@link NotDurableException} says
 * that the file is there; any other failure leaves everything as it was.
 */
public final class OwnerOnlyFile {

    /** Bound for reading; a key file has a few hundred bytes. */
    public static final int MAX_BYTES = 16 * 1024;

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final int OTHERS = 0077;
    private static final int OTHERS_WRITE = 0022;
    private static final int STICKY = 01000;

    private OwnerOnlyFile() {}

    /** Makes the folder, and those above it, with mode 0700; one that is there is left as it is. */
    public static void createFolder(Path folder) throws IOException {
        Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /**
     * Creates the file with mode 0600.
     *
     * @throws FileAlreadyExistsException if the file exists; it is left as it was
     */
    public static void write(Path file, byte[] content) throws IOException {
        write(file, content, MAX_BYTES);
    }

    static void write(Path file, byte[] content, int maxBytes) throws IOException {
        requireBounded(file, content, maxBytes);
        Path folder = folderOf(file);
        requireTrustedFolder(folder);
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            Path draft = createDraft(file, folder);
            try {
                fill(draft, content);
                // A second name, not a rename: a rename would silently replace an existing file.
                Files.createLink(file, draft);
            } finally {
                Files.delete(draft);
            }
            sync(directory, file);
        }
    }

    /** Puts the content in the place of an existing file: whoever reads meanwhile, or after a crash, sees the old or the new. */
    static void replace(Path file, byte[] content, int maxBytes) throws IOException {
        swap(file, null, content, maxBytes);
    }

    /** The same, unless somebody has written another content than that before. */
    static void replace(Path file, byte[] before, byte[] content, int maxBytes) throws IOException {
        swap(file, before, content, maxBytes);
    }

    /** Where the file lies, because a rename over a link would leave the old file there under its own name. */
    private static void swap(Path file, byte @Nullable [] before, byte[] content, int maxBytes) throws IOException {
        requireBounded(file, content, maxBytes);
        Path real = file.toRealPath();
        Path folder = folderOf(real);
        requireTrustedFolder(folder);
        requireOwnerOnly(real);
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            Path draft = createDraft(real, folder);
            try {
                fill(draft, content);
                if (before != null && !Arrays.equals(before, read(real, maxBytes))) {
                    throw new KeyFileException(file + " was changed meanwhile by somebody else; it is left as it is");
                }
                Files.move(draft, real, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(draft);
            }
            sync(directory, real);
        }
    }

    private static void requireBounded(Path file, byte[] content, int maxBytes) throws KeyFileException {
        if (content.length > maxBytes) {
            throw new KeyFileException(file + " would have more than " + maxBytes + " bytes");
        }
    }

    private static Path folderOf(Path file) throws KeyFileException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new KeyFileException(file + " is not a file name");
        }
        return folder;
    }

    private static void fill(Path draft, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    /** The file is in its place already, which the caller has to know. */
    private static void sync(FileChannel directory, Path file) throws NotDurableException {
        try {
            directory.force(true);
        } catch (IOException e) {
            throw new NotDurableException(file + " was written, but may be lost in a power cut: its folder was not synced", e);
        }
    }

    private static Path createDraft(Path file, Path folder) throws IOException {
        try {
            return Files.createTempFile(folder, ".draft", null, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        } catch (UnsupportedOperationException e) {
            throw new KeyFileException(file + " is on a file system without POSIX permissions; keys cannot be kept there", e);
        }
    }

    /** Reads the file unless somebody besides us and root may read, change or swap it. Secret: overwrite the result after use. */
    public static byte[] read(Path file) throws IOException {
        return read(file, MAX_BYTES);
    }

    static byte[] read(Path file, int maxBytes) throws IOException {
        Path real = file.toRealPath();
        try (DirectoryStream<Path> folder = Files.newDirectoryStream(folderOf(real));
                SeekableByteChannel channel = opened(real, folder);
                InputStream in = Channels.newInputStream(channel)) {
            byte[] content = in.readNBytes(maxBytes + 1);
            if (content.length > maxBytes) {
                Arrays.fill(content, (byte) 0);
                throw new KeyFileException(file + " has more than " + maxBytes + " bytes; it is not a key file");
            }
            return content;
        }
    }

    /**
     * What is opened is what was looked at: the folder is held, whatever its name leads to meanwhile, and nobody but us and
     * root can swap what lies in it.
     */
    static SeekableByteChannel opened(Path real, DirectoryStream<Path> stream) throws IOException {
        if (!(stream instanceof SecureDirectoryStream<Path> folder)) {
            throw new KeyFileException(real + " is on a system that cannot hold a folder; keys cannot be kept there");
        }
        Path name = Path.of(String.valueOf(real.getFileName()));
        requireSame(requireTrustedFolder(folderOf(real)), folder.getFileAttributeView(BasicFileAttributeView.class));
        requireSame(requireOwnerOnly(real),
                folder.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS));
        return folder.newByteChannel(name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    }

    private static void requireSame(Inode looked, BasicFileAttributeView held) throws IOException {
        if (!looked.fileKey().equals(held.readAttributes().fileKey())) {
            throw new KeyFileException(looked.path() + " was swapped while it was looked at; it is not read");
        }
    }

    /** Ours, or that of root, who may change any file. */
    static boolean isTrusted(long owner, long ourselves) {
        return owner == ourselves || owner == 0;
    }

    /** All that is asked of a file or a folder, read at once. */
    private record Inode(Path path, Object fileKey, long owner, int mode) {

        static Inode of(Path path) throws IOException {
            try {
                Map<String, Object> read = Files.readAttributes(path, "unix:fileKey,uid,mode");
                return new Inode(path, Objects.requireNonNull(read.get("fileKey")),
                        Integer.toUnsignedLong(number(read, "uid")), number(read, "mode"));
            } catch (UnsupportedOperationException e) {
                throw new KeyFileException(path + " is on a file system without POSIX permissions; keys cannot be kept there", e);
            }
        }

        private static int number(Map<String, Object> read, String name) {
            return (Integer) Objects.requireNonNull(read.get(name));
        }

        void requireTrusted() throws KeyFileException {
            if (!isTrusted(owner, new UnixSystem().getUid())) {
                throw new KeyFileException(path + " belongs to another user (" + owner + "), who could put any key there");
            }
        }
    }

    private static Inode requireOwnerOnly(Path file) throws IOException {
        Inode inode = Inode.of(file);
        if ((inode.mode() & OTHERS) != 0) {
            throw new KeyFileException(file + " has mode " + PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
                    + " but only its owner may have access to a key; run: chmod 600 " + file);
        }
        inode.requireTrusted();
        return inode;
    }

    /** In a sticky one others may put files of their own, and move none of ours or root's. */
    private static Inode requireTrustedFolder(Path folder) throws IOException {
        Inode inode = Inode.of(folder);
        inode.requireTrusted();
        if ((inode.mode() & OTHERS_WRITE) != 0 && (inode.mode() & STICKY) == 0) {
            throw new KeyFileException(folder + " may be changed by others, who could put any key there; run: chmod go-w " + folder);
        }
        return inode;
    }
}
