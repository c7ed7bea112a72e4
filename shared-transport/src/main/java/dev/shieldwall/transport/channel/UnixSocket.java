package dev.shieldwall.transport.channel;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import jdk.net.ExtendedSocketOptions;

/**
 * Unix domain sockets for components of one user on one machine. The folder keeps others out, because the mode of the
 * socket itself follows the umask; the kernel's word about the peer's user says it again.
 */
final class UnixSocket {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private UnixSocket() {}

    /** Makes the folder if it is not there; refuses one that others may enter. Takes the place of a dead server's socket. */
    static ServerSocketChannel listen(UnixDomainSocketAddress address) throws IOException {
        Path folder = folder(address);
        Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        requireOwnFolder(folder);
        removeDead(address);
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address);
    }

    private static Path folder(UnixDomainSocketAddress address) throws IOException {
        Path folder = address.getPath().toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException("a socket lies in a folder");
        }
        return folder;
    }

    private static void requireOwnFolder(Path folder) throws IOException {
        if (!Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS).equals(OWNER_ONLY)) {
            throw new IOException("others may enter " + folder + "; chmod 700 " + folder);
        }
        if (!Files.getOwner(folder).equals(ownUser())) {
            throw new IOException(folder + " belongs to somebody else");
        }
    }

    /** The user of this process, by the owner of what it makes. */
    private static UserPrincipal ownUser() throws IOException {
        return Files.getOwner(Path.of("/proc/self"));
    }

    private static void removeDead(UnixDomainSocketAddress address) throws IOException {
        if (!Files.exists(address.getPath(), LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.readAttributes(address.getPath(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).isOther()) {
            throw new BindException(address.getPath() + " is no socket");
        }
        try (SocketChannel alive = SocketChannel.open(address)) {
            throw new BindException("somebody listens on " + alive.getRemoteAddress());
        } catch (ConnectException e) {
            Files.delete(address.getPath());
        }
    }

    /** Whether the process at the other end runs as the user of this one. TCP has no such word and is let through. */
    static boolean isOfOwnUser(SocketChannel socket) throws IOException {
        return !(socket.getRemoteAddress() instanceof UnixDomainSocketAddress)
                || socket.getOption(ExtendedSocketOptions.SO_PEERCRED).user().equals(ownUser());
    }
}
