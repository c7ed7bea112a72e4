package dev.shieldwall.crypto.keystore;

import dev.shieldwall.crypto.SecretAccess;
import dev.shieldwall.crypto.signature.Ed25519Encoding;
import dev.shieldwall.crypto.signature.Ed25519PrivateKey;
import dev.shieldwall.crypto.signature.Ed25519PublicKey;
import dev.shieldwall.crypto.signature.KeyRejectedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Ed25519 keys in files as other tools write and read them: private keys as unencrypted PKCS#8 (RFC 8410 section 7)
 * that only their owner can read, public keys as SubjectPublicKeyInfo, both in PEM.
 *
 * <p>Not guaranteed: protection from root, from backups, or from whoever holds the disk.
 */
public final class KeyFiles {

    private static final String PRIVATE_LABEL = "PRIVATE KEY";
    private static final String PUBLIC_LABEL = "PUBLIC KEY";

    private KeyFiles() {}

    /** Creates the file, as {@link OwnerOnlyFile#write} does; an existing file is left alone and refused. */
    public static void writePrivate(Path file, Ed25519PrivateKey key) throws IOException {
        byte[] seed = key.seed(SecretAccess.granted());
        byte[] der = Ed25519Encoding.pkcs8(seed);
        byte[] pem = Pem.encode(PRIVATE_LABEL, der);
        try {
            OwnerOnlyFile.write(file, pem);
        } finally {
            wipe(seed, der, pem);
        }
    }

    /** Reads a private key, unless the file is accessible to anyone but its owner. */
    public static Ed25519PrivateKey readPrivate(Path file) throws IOException {
        byte[] pem = OwnerOnlyFile.read(file);
        Optional<byte[]> der = Pem.decode(PRIVATE_LABEL, pem);
        Optional<byte[]> seed = der.flatMap(Ed25519Encoding::seedOf);
        try {
            return Ed25519PrivateKey.fromSeed(seed.orElseThrow(
                    () -> new KeyFileException(file + " is not an unencrypted PKCS#8 PEM file with an Ed25519 key")));
        } finally {
            wipe(pem, der.orElse(new byte[0]), seed.orElse(new byte[0]));
        }
    }

    /** Returns the key as a PEM document, for files and for people. */
    public static byte[] publicPem(Ed25519PublicKey key) {
        return Pem.encode(PUBLIC_LABEL, Ed25519Encoding.spki(key.bytes()));
    }

    public static void writePublic(Path file, Ed25519PublicKey key) throws IOException {
        Files.write(file, publicPem(key));
    }

    public static Ed25519PublicKey readPublic(Path file) throws IOException {
        byte[] bytes = Pem.decode(PUBLIC_LABEL, bounded(file))
                .flatMap(Ed25519Encoding::publicKeyOf)
                .orElseThrow(() -> new KeyFileException(file + " is not a PEM file with an Ed25519 public key"));
        try {
            return Ed25519PublicKey.of(bytes);
        } catch (KeyRejectedException e) {
            throw new KeyFileException(file + " holds a weak or malformed Ed25519 public key", e);
        }
    }

    /** The size that a file claims is not asked: a device has none and no end. */
    private static byte[] bounded(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(OwnerOnlyFile.MAX_BYTES + 1);
            if (content.length > OwnerOnlyFile.MAX_BYTES) {
                throw new KeyFileException(file + " has more than " + OwnerOnlyFile.MAX_BYTES + " bytes; it is not a key file");
            }
            return content;
        }
    }

    private static void wipe(byte[]... secrets) {
        for (byte[] secret : secrets) {
            Arrays.fill(secret, (byte) 0);
        }
    }
}
