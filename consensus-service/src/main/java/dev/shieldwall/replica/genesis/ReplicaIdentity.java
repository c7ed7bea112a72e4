package dev.shieldwall.replica.genesis;

import dev.shieldwall.crypto.keystore.KeyFiles;
import dev.shieldwall.crypto.keystore.OwnerOnlyFile;
import dev.shieldwall.crypto.signature.Ed25519PrivateKey;
import dev.shieldwall.crypto.signature.Ed25519Signer;
import dev.shieldwall.crypto.tls.TlsIdentity;
import dev.shieldwall.model.block.ReplicaKeys;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.replica.Replica;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;

/**
 * The three private keys of one replica: votes, TLS towards its peers, cosignatures of the audit log. They lie in one
 * folder, each file with mode 0600, and never leave it; {@link #publicPart} is what goes into the genesis.
 */
public final class ReplicaIdentity {

    private static final String VOTE_FILE = "vote.pem";
    private static final String TLS_FILE = "tls.pem";
    private static final String COSIGNER_FILE = "cosigner.pem";

    /** Stands beside new keys and is removed before they first sign: without it a missing log is a lost one. */
    public static final String NEVER_SIGNED_FILE = "never-signed";

    private final int index;
    private final Ed25519PrivateKey voteKey;
    private final TlsIdentity tls;
    private final Ed25519PrivateKey cosignerKey;

    private ReplicaIdentity(int index, Ed25519PrivateKey voteKey, TlsIdentity tls, Ed25519PrivateKey cosignerKey) {
        this.index = index;
        this.voteKey = voteKey;
        this.tls = tls;
        this.cosignerKey = cosignerKey;
    }

    /** Makes new keys in {@code folder}, which may exist but holds no keys yet: a replica's keys are never replaced. */
    public static ReplicaIdentity create(Path folder, int index, SecureRandom random) throws IOException {
        if (Files.exists(folder.resolve(VOTE_FILE))) {
            throw new IOException(folder + " already holds the keys of a replica");
        }
        OwnerOnlyFile.createFolder(folder);
        TlsIdentity.generate("replica-" + index, Instant.now(), random).write(folder.resolve(TLS_FILE));
        KeyFiles.writePrivate(folder.resolve(COSIGNER_FILE), Ed25519PrivateKey.generate(random));
        Files.write(folder.resolve(NEVER_SIGNED_FILE), new byte[0]);
        KeyFiles.writePrivate(folder.resolve(VOTE_FILE), Ed25519PrivateKey.generate(random)); // last: it marks the end
        return load(folder, index);
    }

    /** Reads the keys; refuses files that somebody else could read. */
    public static ReplicaIdentity load(Path folder, int index) throws IOException {
        return new ReplicaIdentity(
                index,
                KeyFiles.readPrivate(folder.resolve(VOTE_FILE)),
                TlsIdentity.read(folder.resolve(TLS_FILE)),
                KeyFiles.readPrivate(folder.resolve(COSIGNER_FILE)));
    }

    public static boolean existsIn(Path folder) {
        return Files.exists(folder.resolve(VOTE_FILE));
    }

    public int index() {
        return index;
    }

    public Ed25519Signer voteSigner() {
        return new Ed25519Signer(voteKey);
    }

    public TlsIdentity tls() {
        return tls;
    }

    /** The public keys with a proof that this replica holds the vote key. */
    public Replica publicPart() {
        Bytes vote = Bytes.of(voteKey.publicKey().bytes());
        Hash tlsHash = Hash.of(tls.spkiSha256());
        Bytes cosigner = Bytes.of(cosignerKey.publicKey().bytes());
        byte[] statement = Replica.possessionMessage(index, vote, tlsHash, cosigner);
        byte[] possession = voteSigner().sign(ReplicaKeys.possessionContext(), statement);
        return new Replica(index, vote, tlsHash, cosigner, Bytes.wrap(possession));
    }

    @Override
    public String toString() {
        return "ReplicaIdentity[" + index + ", keys redacted]";
    }
}
