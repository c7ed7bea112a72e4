package dev.shieldwall.launcher.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The server's programs, unpacked from the jar that carries them.
 *
 * @param folder holds {@code bin/postgres} and {@code bin/initdb}
 */
public record PostgresBinaries(Path folder) {

    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";

    /** Unpacks into the folder unless that has been done; takes about two seconds, and leaves all or nothing. */
    public static PostgresBinaries unpack(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Path parent = Files.createDirectories(folder.toAbsolutePath().getParent());
            Path part = Files.createTempDirectory(parent, ".unpack");
            extract(part);
            Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
        }
        return new PostgresBinaries(folder);
    }

    private static void extract(Path target) throws IOException {
        try (InputStream archive = PostgresBinaries.class.getResourceAsStream(ARCHIVE)) {
            if (archive == null) {
                throw new IOException("no PostgreSQL for this machine on the class path; Linux on x86-64 is supported");
            }
            var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive)));
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                extract(tar, entry, target);
            }
        }
    }

    private static void extract(TarArchiveInputStream tar, TarArchiveEntry entry, Path target) throws IOException {
        Path file = target.resolve(entry.getName()).normalize();
        if (!file.startsWith(target)) {
            throw new IOException("archive entry outside its folder: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Files.createDirectories(file.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, file, StandardCopyOption.REPLACE_EXISTING);
        boolean program = (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
    }

    String program(String name) {
        return folder.resolve("bin").resolve(name).toString();
    }
}
