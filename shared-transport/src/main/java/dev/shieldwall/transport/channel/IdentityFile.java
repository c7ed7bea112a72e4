package dev.shieldwall.transport.channel;

import dev.shieldwall.crypto.keystore.KeyFiles;
import dev.shieldwall.crypto.signature.Ed25519PrivateKey;
import dev.shieldwall.crypto.signature.Ed25519Signer;
import dev.shieldwall.transport.channel.core.ComponentName;
import dev.shieldwall.transport.channel.core.LocalIdentity;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/**
 * The persistent key of a component: {@code <name>.identity.pem} in a folder, readable by its owner alone, made at the
 * first start. To delete it is to be another component to everybody; whoever allows the old key must be told the new one.
 */
public final class IdentityFile {

    private IdentityFile() {}

    public static LocalIdentity loadOrCreate(Path folder, ComponentName name, SecureRandom random) throws IOException {
        Path file = file(folder, name);
        if (!Files.exists(file)) {
            create(file, random);
        }
        return load(folder, name);
    }

    private static void create(Path file, SecureRandom random) throws IOException {
        try (Ed25519PrivateKey fresh = Ed25519PrivateKey.generate(random)) {
            KeyFiles.writePrivate(file, fresh);
        } catch (FileAlreadyExistsException _) {
            // Two first starts at once: whoever was first has made the key of both.
        }
    }

    /** @throws java.nio.file.NoSuchFileException if this component was never started */
    public static LocalIdentity load(Path folder, ComponentName name) throws IOException {
        return new LocalIdentity(name, new Ed25519Signer(KeyFiles.readPrivate(file(folder, name))));
    }

    private static Path file(Path folder, ComponentName name) {
        return folder.resolve(name + ".identity.pem");
    }
}
