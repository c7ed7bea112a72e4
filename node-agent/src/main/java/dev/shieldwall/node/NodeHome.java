package dev.shieldwall.node;

import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.keystore.KeyFileException;
import dev.shieldwall.crypto.keystore.KeyFiles;
import dev.shieldwall.crypto.keystore.OwnerOnlyFile;
import dev.shieldwall.crypto.signature.Ed25519PrivateKey;
import dev.shieldwall.crypto.signature.Ed25519Signer;
import dev.shieldwall.transport.asoc.core.NodeId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;

/**
 * The folder of a node: its name, its identity key, and the cluster's key, in files that only their owner reads. What is
 * not there is made; two nodes of a cluster need the same cluster key, so one of them gets the file of the other.
 */
final class NodeHome {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int CLUSTER_KEY_BYTES = 32;
    /** A longer key than the hash's block would be hashed first; nobody needs one. */
    private static final int MAX_CLUSTER_KEY_BYTES = 256;

    private final Path folder;

    NodeHome(Path folder) throws IOException {
        this.folder = folder;
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    NodeId id() throws IOException {
        Path file = folder.resolve("node-id");
        if (!Files.exists(file)) {
            OwnerOnlyFile.write(file, UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII));
        }
        String text = new String(OwnerOnlyFile.read(file), StandardCharsets.UTF_8).strip();
        try {
            return NodeId.parse(text);
        } catch (IllegalArgumentException e) {
            throw new KeyFileException(file + " holds no node id (a UUID)", e);
        }
    }

    Ed25519Signer identity() throws IOException {
        Path file = folder.resolve("identity.pem");
        if (!Files.exists(file)) {
            try (Ed25519PrivateKey key = Ed25519PrivateKey.generate(RANDOM)) {
                KeyFiles.writePrivate(file, key);
            }
        }
        return new Ed25519Signer(KeyFiles.readPrivate(file));
    }

    Path clusterKeyFile() {
        return folder.resolve("cluster-key");
    }

    /** Makes a cluster key if the home has none yet: 256 bits as hexadecimal text, as the reference makes its own. */
    Path makeClusterKey() throws IOException {
        Path file = clusterKeyFile();
        if (!Files.exists(file)) {
            byte[] key = new byte[CLUSTER_KEY_BYTES];
            RANDOM.nextBytes(key);
            byte[] text = HexFormat.of().formatHex(key).getBytes(StandardCharsets.US_ASCII);
            Arrays.fill(key, (byte) 0);
            try {
                OwnerOnlyFile.write(file, text);
            } finally {
                Arrays.fill(text, (byte) 0);
            }
        }
        return file;
    }

    /** The text of the file, but for a newline at its end. */
    static SecretBytes clusterKey(Path file) throws IOException {
        byte[] text = OwnerOnlyFile.read(file);
        int length = text.length;
        while (length > 0 && (text[length - 1] == '\n' || text[length - 1] == '\r')) {
            length--;
        }
        byte[] key = Arrays.copyOf(text, length);
        Arrays.fill(text, (byte) 0);
        try {
            if (length == 0 || length > MAX_CLUSTER_KEY_BYTES) {
                throw new KeyFileException(file + " holds no cluster key: 1 to " + MAX_CLUSTER_KEY_BYTES + " bytes of text");
            }
            return SecretBytes.copyOf(key);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }
}
