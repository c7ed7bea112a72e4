package dev.shieldwall.launcher.signing;

import dev.shieldwall.client.signing.Attestor;
import dev.shieldwall.client.signing.CommandSigner;
import dev.shieldwall.crypto.keystore.KeyFiles;
import dev.shieldwall.crypto.keystore.OwnerOnlyFile;
import dev.shieldwall.crypto.signature.Ed25519PrivateKey;
import dev.shieldwall.crypto.signature.Ed25519Signer;
import dev.shieldwall.launcher.folder.DataFolder;
import dev.shieldwall.launcher.folder.Refusal;
import dev.shieldwall.launcher.genesis.LocalGenesis;
import dev.shieldwall.model.command.CommandPayload;
import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.model.genesis.Genesis;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.model.identity.VerificationKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The keys of principals that this data folder keeps, one file each with mode 0600. */
public final class PrincipalKeys {

    private static final Duration LIFETIME = Duration.ofMinutes(1);
    private static final String SCHEME = "spiffe://";

    private final LocalGenesis local;
    private final DataFolder data;

    public PrincipalKeys(LocalGenesis local, DataFolder data) {
        this.local = local;
        this.data = data;
    }

    /** Where the key of a principal lies or would lie. */
    public Path file(PrincipalId principal) {
        return principal.value().equals(LocalGenesis.OPERATOR)
                ? local.operatorKeyFile()
                : data.root().resolve("keys").resolve(
                        principal.value().substring(SCHEME.length()).replace('/', '+') + ".pem"); // no id has a plus
    }

    /** Makes a key unless there is one. */
    public static void ensure(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (!Files.exists(file) && folder != null) {
            OwnerOnlyFile.createFolder(folder);
            KeyFiles.writePrivate(file, Ed25519PrivateKey.generate(new SecureRandom()));
        }
    }

    /** Completes and signs with the principal's kept key, which is made if there is none. */
    public SignedCommand sign(CommandTemplate template, Instant now) throws IOException {
        Genesis genesis = local.read();
        PrincipalId principal = template.principal(genesis.operators().getFirst().id());
        Path file = file(principal);
        ensure(file);
        return sign(template, principal, file, new CommandTemplate.Window(now, now.plus(LIFETIME)));
    }

    /** Completes and signs with the key in {@code file}. */
    public SignedCommand sign(
            CommandTemplate template, PrincipalId principal, Path file, CommandTemplate.Window window)
            throws IOException {
        Genesis genesis = local.read();
        var signer = new Ed25519Signer(KeyFiles.readPrivate(file));
        var signing = new CommandTemplate.Signing(
                genesis.chainId(), principal, VerificationKey.ed25519(signer.publicKey().bytes()), attestor());
        SignedCommand signed = sign(template.complete(signing, window), signer);
        int longest = genesis.limits().commandBytes();
        if (signed.jws().size() > longest) {
            throw new Refusal("the signed command has " + signed.jws().size() + " bytes; this mesh takes " + longest);
        }
        return signed;
    }

    private static SignedCommand sign(CommandPayload payload, Ed25519Signer signer) {
        try {
            return CommandSigner.sign(payload, signer);
        } catch (IllegalArgumentException e) {
            throw new Refusal("the command cannot be signed: " + e.getMessage());
        }
    }

    private @Nullable Attestor attestor() throws IOException {
        return Files.exists(local.issuerKeyFile()) ? local.attestor() : null;
    }
}
