package dev.shieldwall.launcher.genesis;

import dev.shieldwall.client.signing.Attestor;
import dev.shieldwall.crypto.keystore.KeyFiles;
import dev.shieldwall.crypto.keystore.OwnerOnlyFile;
import dev.shieldwall.crypto.signature.Ed25519PrivateKey;
import dev.shieldwall.crypto.signature.Ed25519Signer;
import dev.shieldwall.launcher.folder.DataFolder;
import dev.shieldwall.model.capability.RiskLevel;
import dev.shieldwall.model.codec.MalformedException;
import dev.shieldwall.model.genesis.Approvers;
import dev.shieldwall.model.genesis.ConsensusParameters;
import dev.shieldwall.model.genesis.Genesis;
import dev.shieldwall.model.genesis.Limits;
import dev.shieldwall.model.genesis.NamedKey;
import dev.shieldwall.model.genesis.RiskFloor;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.model.identity.VerificationKey;
import dev.shieldwall.model.replica.Replica;
import dev.shieldwall.model.replica.ReplicaSet;
import dev.shieldwall.replica.genesis.ReplicaIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The genesis of a mesh on one machine. Each replica makes its own keys in its own folder; the genesis is put together
 * from their public parts and those of the operator, the attestation issuer and the token key. Only here are all
 * private keys made by one process on one disk: a mesh that is to withstand its operators makes each on its own machine.
 */
public final class LocalGenesis {

    public static final String TRUST_DOMAIN = "mesh.local";
    public static final String OPERATOR = "spiffe://" + TRUST_DOMAIN + "/operator/admin";
    public static final String ISSUER = "spiffe://" + TRUST_DOMAIN + "/issuer/local";

    private static final String OPERATOR_FILE = "operator.pem";
    private static final String ISSUER_FILE = "issuer.pem";
    private static final String TOKEN_FILE = "token.pem";

    private final Path file;
    private final Path operatorKeys;

    /**
     * @param file where the genesis lies
     * @param operatorKeys folder of the operator's, the issuer's and the token key
     */
    public LocalGenesis(Path file, Path operatorKeys) {
        this.file = file;
        this.operatorKeys = operatorKeys;
    }

    public static LocalGenesis of(DataFolder data) {
        return new LocalGenesis(data.genesis(), data.root().resolve("operator"));
    }

    public boolean exists() {
        return Files.exists(file);
    }

    public Path file() {
        return file;
    }

    public Path operatorKeyFile() {
        return operatorKeys.resolve(OPERATOR_FILE);
    }

    public Path tokenKeyFile() {
        return operatorKeys.resolve(TOKEN_FILE);
    }

    public Path issuerKeyFile() {
        return operatorKeys.resolve(ISSUER_FILE);
    }

    /** The attestation issuer of this mesh: vouches for whoever holds the data folder. */
    public Attestor attestor() throws IOException {
        Genesis genesis = read();
        return new Attestor(
                genesis.attestationIssuers().getFirst().id(), new Ed25519Signer(KeyFiles.readPrivate(issuerKeyFile())),
                genesis.chainId());
    }

    /** Reads a genesis that exists. */
    public Genesis read() throws IOException {
        return read(file);
    }

    /** Reads a genesis from anywhere, as a verifier does with its own copy. */
    public static Genesis read(Path file) throws IOException {
        try {
            return Genesis.parse(Files.readAllBytes(file));
        } catch (MalformedException e) {
            throw new IOException(file + " is not a genesis of this version: " + e.getMessage(), e);
        }
    }

    /**
     * Makes what is missing; takes up an attempt that was cut short, because the genesis file is written last.
     *
     * @param replicas how many, at least 4
     * @param replicaKeys folder of the keys of each replica
     */
    public Genesis create(int replicas, IntFunction<Path> replicaKeys, long nowMillis) throws IOException {
        var random = new SecureRandom();
        var members = new ArrayList<Replica>();
        for (int i = 0; i < replicas; i++) {
            Path folder = replicaKeys.apply(i);
            ReplicaIdentity identity = ReplicaIdentity.existsIn(folder)
                    ? ReplicaIdentity.load(folder, i)
                    : ReplicaIdentity.create(folder, i, random);
            members.add(identity.publicPart());
        }
        OwnerOnlyFile.createFolder(operatorKeys);
        var genesis = new Genesis(
                Genesis.FORMAT, TRUST_DOMAIN, nowMillis, Genesis.PBFT, new ReplicaSet(0, members),
                List.of(new NamedKey(new PrincipalId(OPERATOR), key(operatorKeyFile(), random))),
                List.of(new NamedKey(new PrincipalId(ISSUER), key(issuerKeyFile(), random))),
                Genesis.SIGNATURE_RULE, Genesis.COMMAND_PROFILE, Genesis.EVALUATOR, new Approvers(0, 0),
                defaultFloors(), Limits.DEFAULTS, ConsensusParameters.DEFAULTS, key(tokenKeyFile(), random));
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.write(part, genesis.toJson());
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        return genesis;
    }

    /** What is never cheap, whoever asks: deleting data, running code, configuring systems. */
    private static List<RiskFloor> defaultFloors() {
        return List.of(
                new RiskFloor("compute-execute", RiskLevel.DANGEROUS),
                new RiskFloor("data-delete", RiskLevel.DANGEROUS),
                new RiskFloor("storage-delete", RiskLevel.DANGEROUS),
                new RiskFloor("system-configure", RiskLevel.CRITICAL));
    }

    private static VerificationKey key(Path file, SecureRandom random) throws IOException {
        if (!Files.exists(file)) {
            KeyFiles.writePrivate(file, Ed25519PrivateKey.generate(random));
        }
        return VerificationKey.ed25519(KeyFiles.readPrivate(file).publicKey().bytes());
    }
}
