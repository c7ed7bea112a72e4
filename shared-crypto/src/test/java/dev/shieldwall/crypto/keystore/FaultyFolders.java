package dev.shieldwall.crypto.keystore;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/** The file system of this machine, but for folders: they cannot be opened, or not be synced. Root is held up too. */
final class FaultyFolders extends FileSystem {

    enum Fault {
        CANNOT_BE_OPENED,
        CANNOT_BE_SYNCED
    }

    private static final FileSystem REAL = FileSystems.getDefault();

    private final Provider provider = new Provider();
    private final Fault fault;

    private FaultyFolders(Fault fault) {
        this.fault = fault;
    }

    static Path path(Path real, Fault fault) {
        return new FaultyFolders(fault).wrapped(real);
    }

    private Path wrapped(Path real) {
        return (Path) Proxy.newProxyInstance(FaultyFolders.class.getClassLoader(), new Class<?>[] {Path.class, Wrapper.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "real" -> real;
                    case "getFileSystem" -> this;
                    default -> wrappedResult(method, real, arguments);
                });
    }

    private Object wrappedResult(java.lang.reflect.Method method, Path real, Object[] arguments) throws Throwable {
        Object[] bare = arguments == null
                ? null
                : Arrays.stream(arguments).map(one -> one instanceof Path path ? real(path) : one).toArray();
        try {
            Object result = method.invoke(real, bare);
            return result instanceof Path path ? wrapped(path) : result;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private interface Wrapper {
        Path real();
    }

    private static Path real(Path path) {
        return path instanceof Wrapper wrapper ? wrapper.real() : path;
    }

    private final class Provider extends FileSystemProvider {

        private final FileSystemProvider real = REAL.provider();

        @Override
        public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
                throws IOException {
            boolean folder = Files.isDirectory(real(path));
            if (folder && fault == Fault.CANNOT_BE_OPENED) {
                throw new IOException("too many open files");
            }
            FileChannel channel = real.newFileChannel(real(path), options, attributes);
            if (folder) {
                channel.close();
            }
            return channel;
        }

        @Override
        public SeekableByteChannel newByteChannel(
                Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
            return real.newByteChannel(real(path), options, attributes);
        }

        @Override
        public DirectoryStream<Path> newDirectoryStream(Path folder, DirectoryStream.Filter<? super Path> filter)
                throws IOException {
            return real.newDirectoryStream(real(folder), filter);
        }

        @Override
        public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
            real.createDirectory(real(folder), attributes);
        }

        @Override
        public void createLink(Path link, Path existing) throws IOException {
            real.createLink(real(link), real(existing));
        }

        @Override
        public void delete(Path path) throws IOException {
            real.delete(real(path));
        }

        @Override
        public void copy(Path source, Path target, CopyOption... options) throws IOException {
            real.copy(real(source), real(target), options);
        }

        @Override
        public void move(Path source, Path target, CopyOption... options) throws IOException {
            real.move(real(source), real(target), options);
        }

        @Override
        public boolean isSameFile(Path path, Path other) throws IOException {
            return real.isSameFile(real(path), real(other));
        }

        @Override
        public boolean isHidden(Path path) throws IOException {
            return real.isHidden(real(path));
        }

        @Override
        public FileStore getFileStore(Path path) throws IOException {
            return real.getFileStore(real(path));
        }

        @Override
        public void checkAccess(Path path, AccessMode... modes) throws IOException {
            real.checkAccess(real(path), modes);
        }

        @Override
        public <V extends FileAttributeView> V getFileAttributeView(Path path, Class<V> type, LinkOption... options) {
            return real.getFileAttributeView(real(path), type, options);
        }

        @Override
        public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
                throws IOException {
            return real.readAttributes(real(path), type, options);
        }

        @Override
        public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) throws IOException {
            return real.readAttributes(real(path), attributes, options);
        }

        @Override
        public void setAttribute(Path path, String attribute, Object value, LinkOption... options) throws IOException {
            real.setAttribute(real(path), attribute, value, options);
        }

        @Override
        public String getScheme() {
            return "faulty";
        }

        @Override
        public FileSystem newFileSystem(URI uri, Map<String, ?> environment) throws IOException {
            return real.newFileSystem(uri, environment);
        }

        @Override
        public FileSystem getFileSystem(URI uri) {
            return real.getFileSystem(uri);
        }

        @Override
        public Path getPath(URI uri) {
            return wrapped(real.getPath(uri));
        }
    }

    @Override
    public FileSystemProvider provider() {
        return provider;
    }

    @Override
    public Path getPath(String first, String... more) {
        return wrapped(REAL.getPath(first, more));
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
        return REAL.supportedFileAttributeViews();
    }

    @Override
    public void close() {}

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public String getSeparator() {
        return REAL.getSeparator();
    }

    @Override
    public Iterable<Path> getRootDirectories() {
        return REAL.getRootDirectories();
    }

    @Override
    public Iterable<FileStore> getFileStores() {
        return REAL.getFileStores();
    }

    @Override
    public PathMatcher getPathMatcher(String pattern) {
        return REAL.getPathMatcher(pattern);
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
        return REAL.getUserPrincipalLookupService();
    }

    @Override
    public WatchService newWatchService() throws IOException {
        return REAL.newWatchService();
    }
}
