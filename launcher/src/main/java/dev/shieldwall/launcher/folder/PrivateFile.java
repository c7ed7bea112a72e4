package dev.shieldwall.launcher.folder;

import dev.shieldwall.crypto.keystore.OwnerOnlyFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/** Files that only their owner may read: mode 0600 in folders of mode 0700, replaced as a whole. */
public final class PrivateFile {

    private static final Set<PosixFilePermission> OWNER_FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final int SECRET_BYTES = 32;

    private PrivateFile() {}

    public static void folder(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, OWNER_FOLDER);
    }

    /** Readers see the old content or the new, never a part; the file never exists with a wider mode. */
    public static void write(Path file, String content) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IOException(file + " has no folder");
        }
        Path part = Files.createTempFile(
                parent, "." + file.getFileName(), ".part", PosixFilePermissions.asFileAttribute(OWNER_FILE));
        Files.writeString(part, content, StandardCharsets.UTF_8);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Refuses a file that others may read too. */
    public static String read(Path file) throws IOException {
        return new String(OwnerOnlyFile.read(file), StandardCharsets.UTF_8).strip();
    }

    /** 32 random bytes in letters that need no quoting in SQL, URLs or property files. */
    public static String newSecret() {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }
}
