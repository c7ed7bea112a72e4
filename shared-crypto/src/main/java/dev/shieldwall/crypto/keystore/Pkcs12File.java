package dev.shieldwall.crypto.keystore;

import dev.shieldwall.crypto.SecretBytes;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;

/**
 * One signing key in a PKCS#12 file that only its owner can read, for other programs and from them; the form and what it
 * guarantees are those of {@link Pkcs12}. Written whole and durably or not at all.
 *
 * <p>Not guaranteed: that the file is the newest, or that two processes that write it see each other. A key ring, with
 * its retired keys and times, does not fit; {@link SealedKeyFile} is for that.
 *
 * <p>Thread-safe. Secrets that are given stay the caller's, keys that are returned become the caller's to close.
 */
public final class Pkcs12File {

    private final Path file;
    private final SecureRandom random;

    public Pkcs12File(Path file, SecureRandom random) {
        this.file = file;
        this.random = random;
    }

    /** Creates the file with mode 0600; an existing file is left alone and refused. */
    public void create(Pkcs12Key key, SecretBytes password) throws IOException {
        OwnerOnlyFile.write(file, Pkcs12.encode(key, password, random), Pkcs12.MAX_BYTES);
    }

    /** Replaces the file, which exists. */
    public void replace(Pkcs12Key key, SecretBytes password) throws IOException {
        OwnerOnlyFile.replace(file, Pkcs12.encode(key, password, random), Pkcs12.MAX_BYTES);
    }

    /** Reads the file unless somebody besides its owner may. */
    public Pkcs12Key open(SecretBytes password) throws IOException {
        byte[] content = OwnerOnlyFile.read(file, Pkcs12.MAX_BYTES);
        try {
            return Pkcs12.decode(content, password);
        } catch (Pkcs12RejectedException e) {
            throw new KeyFileException(file + " " + e.getMessage(), e);
        }
    }
}
