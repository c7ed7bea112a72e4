package dev.shieldwall.client;

import dev.shieldwall.client.signing.CommandSigner;
import dev.shieldwall.crypto.signature.Ed25519PrivateKey;
import dev.shieldwall.crypto.signature.Ed25519Signer;
import dev.shieldwall.model.block.Block;
import dev.shieldwall.model.block.BlockHeader;
import dev.shieldwall.model.block.CertifiedBlock;
import dev.shieldwall.model.block.QuorumCertificate;
import dev.shieldwall.model.block.ReplicaKeys;
import dev.shieldwall.model.block.ResultLeaf;
import dev.shieldwall.model.block.Vote;
import dev.shieldwall.model.block.VoteType;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.model.decision.Decision;
import dev.shieldwall.model.genesis.Approvers;
import dev.shieldwall.model.genesis.ConsensusParameters;
import dev.shieldwall.model.genesis.Genesis;
import dev.shieldwall.model.genesis.Limits;
import dev.shieldwall.model.genesis.NamedKey;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.model.identity.VerificationKey;
import dev.shieldwall.model.proof.StateTree;
import dev.shieldwall.model.receipt.Receipt;
import dev.shieldwall.model.replica.Replica;
import dev.shieldwall.model.replica.ReplicaSet;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Four replicas with real keys from fixed seeds, who certify whatever a test wants. No rules; the state stays empty. */
public final class TestMesh {

    public static final int REPLICAS = 4;
    /** Time of block 1; later blocks follow a second apart. */
    public static final long FIRST_BLOCK_MILLIS = 1_750_000_000_000L;

    private static final int SERVICE_SEED = 77;
    private static final int OPERATOR_SEED = 250;
    private static final int ISSUER_SEED = 251;
    private static final int TOKEN_SEED = 252;

    private final List<Ed25519Signer> voters = new ArrayList<>();
    private final Genesis genesis;

    private TestMesh(int firstSeed) {
        var members = new ArrayList<Replica>();
        for (int i = 0; i < REPLICAS; i++) {
            Ed25519Signer voter = key(firstSeed + i);
            voters.add(voter);
            Bytes voteKey = Bytes.of(voter.publicKey().bytes());
            Bytes cosignerKey = Bytes.of(key(firstSeed + 64 + i).publicKey().bytes());
            Hash tlsKeyHash = Hash.sha256(new byte[] {(byte) firstSeed, (byte) i});
            byte[] statement = Replica.possessionMessage(i, voteKey, tlsKeyHash, cosignerKey);
            Bytes possession = Bytes.of(voter.sign(ReplicaKeys.possessionContext(), statement));
            members.add(new Replica(i, voteKey, tlsKeyHash, cosignerKey, possession));
        }
        genesis = new Genesis(
                Genesis.FORMAT, "mesh.example", 1_700_000_000_000L, Genesis.PBFT, new ReplicaSet(0, members),
                List.of(named("operator/ana", OPERATOR_SEED)), List.of(named("issuer/ca", ISSUER_SEED)),
                Genesis.SIGNATURE_RULE, Genesis.COMMAND_PROFILE, Genesis.EVALUATOR, new Approvers(0, 0), List.of(),
                Limits.DEFAULTS, ConsensusParameters.DEFAULTS,
                VerificationKey.ed25519(key(TOKEN_SEED).publicKey().bytes()));
    }

    public static TestMesh create() {
        return new TestMesh(1);
    }

    /** The same names, other replicas. */
    public static TestMesh another() {
        return new TestMesh(101);
    }

    /** The key of a seed whose 32 bytes are all {@code seed}. */
    public static Ed25519Signer key(int seed) {
        byte[] bytes = new byte[Ed25519PrivateKey.SEED_BYTES];
        Arrays.fill(bytes, (byte) seed);
        return new Ed25519Signer(Ed25519PrivateKey.fromSeed(bytes));
    }

    public static PrincipalId principal(String path) {
        return new PrincipalId("spiffe://mesh.example/" + path);
    }

    private static NamedKey named(String path, int seed) {
        return new NamedKey(principal(path), VerificationKey.ed25519(key(seed).publicKey().bytes()));
    }

    public Genesis genesis() {
        return genesis;
    }

    public Hash chainId() {
        return genesis.chainId();
    }

    public Ed25519Signer tokenKey() {
        return key(TOKEN_SEED);
    }

    public Ed25519Signer issuerKey() {
        return key(ISSUER_SEED);
    }

    public CommandSigner operator() {
        return new CommandSigner(principal("operator/ana"), key(OPERATOR_SEED), Clock.systemUTC());
    }

    public CommandSigner service(String name) {
        return new CommandSigner(principal("service/" + name), serviceKey(), Clock.systemUTC());
    }

    /** What every service signs with. */
    public Ed25519Signer serviceKey() {
        return key(SERVICE_SEED);
    }

    /** A result without events. */
    public static ResultLeaf result(int index, SignedCommand command, Decision decision) {
        return new ResultLeaf(
                index, command.payload().principal(), command.payload().commandId(), command.jwsHash(), decision,
                List.of());
    }

    /** The certified block that follows {@code parent}; pass null for height 1. */
    public CertifiedBlock block(
            @Nullable BlockHeader parent, List<SignedCommand> commands,
            List<ResultLeaf> results) {
        List<Bytes> signed = commands.stream().map(SignedCommand::jws).toList();
        return certified(header(parent, signed, results), signed, results, 0, 1, 2);
    }

    /** A block whose commands are all accepted, without events. */
    public CertifiedBlock accepted(
            @Nullable BlockHeader parent, SignedCommand... commands) {
        var results = new ArrayList<ResultLeaf>();
        for (int i = 0; i < commands.length; i++) {
            results.add(result(i, commands[i], new Decision.Accepted()));
        }
        return block(parent, List.of(commands), results);
    }

    /** The receipt of a block that holds {@code command} alone. */
    public Receipt receipt(SignedCommand command, Decision decision) {
        return Receipt.of(block(null, List.of(command), List.of(result(0, command, decision))), 0);
    }

    /** The header of an empty block at height 1 with this time and an empty state. */
    public BlockHeader headerAt(long timeMillis) {
        return headerAt(timeMillis, StateTree.EMPTY);
    }

    public BlockHeader headerAt(long timeMillis, Hash stateRoot) {
        BlockHeader h = header(null, List.of(), List.of());
        return new BlockHeader(
                h.chainId(), h.epoch(), h.height(), h.parentHash(), h.batchRoot(), stateRoot, h.resultsRoot(),
                h.auditSize(), h.auditRoot(), h.replicaSetHash(), h.nextReplicaSetHash(), timeMillis, h.builder());
    }

    public BlockHeader header(
            @Nullable BlockHeader parent, List<Bytes> commands, List<ResultLeaf> results) {
        long height = parent == null ? 1 : parent.height() + 1;
        ReplicaSet set = genesis.replicaSet();
        return new BlockHeader(
                chainId(), set.epoch(), height, parent == null ? chainId() : parent.hash(), Block.batchRoot(commands),
                StateTree.EMPTY, Block.resultsRoot(results), height, Hash.sha256(new byte[] {2}),
                set.hash(), set.hash(), FIRST_BLOCK_MILLIS + 1_000 * (height - 1), 0);
    }

    /** With COMMIT votes of {@code replicas} in view 0, be they a quorum or not. */
    public CertifiedBlock certified(
            BlockHeader header, List<Bytes> commands, List<ResultLeaf> results, int... replicas) {
        return new CertifiedBlock(header, commands, results, certificate(VoteType.COMMIT, header, replicas));
    }

    public QuorumCertificate certificate(VoteType type, BlockHeader header, int... replicas) {
        Hash hash = header.hash();
        byte[] signed = Vote.signedBytes(chainId(), header.epoch(), type, header.height(), 0, hash);
        List<Vote> votes = Arrays.stream(replicas)
                .mapToObj(i -> new Vote(
                        type, header.epoch(), header.height(), 0, hash, i,
                        Bytes.of(voters.get(i).sign(Vote.CONTEXT, signed))))
                .toList();
        return QuorumCertificate.of(votes, REPLICAS);
    }
}
