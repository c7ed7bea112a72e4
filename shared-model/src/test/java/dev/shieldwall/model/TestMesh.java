package dev.shieldwall.model;

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
import dev.shieldwall.model.genesis.Approvers;
import dev.shieldwall.model.genesis.ConsensusParameters;
import dev.shieldwall.model.genesis.Genesis;
import dev.shieldwall.model.genesis.Limits;
import dev.shieldwall.model.genesis.NamedKey;
import dev.shieldwall.model.genesis.RiskFloor;
import dev.shieldwall.model.capability.RiskLevel;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.model.identity.VerificationKey;
import dev.shieldwall.model.replica.Replica;
import dev.shieldwall.model.replica.ReplicaSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A mesh with real keys, made from fixed seeds: the same bytes in every run. */
public final class TestMesh {

    private final List<Ed25519Signer> voters = new ArrayList<>();
    private final Genesis genesis;

    private TestMesh(int replicas, int firstSeed) {
        var members = new ArrayList<Replica>();
        for (int i = 0; i < replicas; i++) {
            Ed25519Signer voter = signer(firstSeed + i);
            voters.add(voter);
            Bytes voteKey = Bytes.of(voter.publicKey().bytes());
            Bytes cosignerKey = Bytes.of(signer(firstSeed + 64 + i).publicKey().bytes());
            Hash tlsKeyHash = Hash.sha256(new byte[] {(byte) firstSeed, (byte) i});
            byte[] statement = Replica.possessionMessage(i, voteKey, tlsKeyHash, cosignerKey);
            Bytes possession = Bytes.of(voter.sign(ReplicaKeys.possessionContext(), statement));
            members.add(new Replica(i, voteKey, tlsKeyHash, cosignerKey, possession));
        }
        genesis = new Genesis(
                Genesis.FORMAT, "mesh.example", 1_700_000_000_000L, Genesis.PBFT, new ReplicaSet(0, members),
                List.of(named("operator/ana", 250)), List.of(named("issuer/ca", 251)), Genesis.SIGNATURE_RULE,
                Genesis.COMMAND_PROFILE, Genesis.EVALUATOR, new Approvers(0, 0),
                List.of(new RiskFloor("data-delete", RiskLevel.DANGEROUS)), Limits.DEFAULTS,
                ConsensusParameters.DEFAULTS, VerificationKey.ed25519(signer(252).publicKey().bytes()));
    }

    public static TestMesh of(int replicas) {
        return new TestMesh(replicas, 1);
    }

    /** Other replicas under the same names. */
    public static TestMesh another(int replicas) {
        return new TestMesh(replicas, 101);
    }

    /** The key of a seed whose 32 bytes are all {@code seed}. */
    public static Ed25519Signer signer(int seed) {
        byte[] bytes = new byte[Ed25519PrivateKey.SEED_BYTES];
        Arrays.fill(bytes, (byte) seed);
        return new Ed25519Signer(Ed25519PrivateKey.fromSeed(bytes));
    }

    private static NamedKey named(String path, int seed) {
        return new NamedKey(principal(path), VerificationKey.ed25519(signer(seed).publicKey().bytes()));
    }

    public static PrincipalId principal(String path) {
        return new PrincipalId("spiffe://mesh.example/" + path);
    }

    public Genesis genesis() {
        return genesis;
    }

    public BlockHeader header(long height, List<Bytes> commands, List<ResultLeaf> results) {
        ReplicaSet set = genesis.replicaSet();
        return new BlockHeader(
                genesis.chainId(), set.epoch(), height, genesis.chainId(), Block.batchRoot(commands),
                Hash.sha256(new byte[] {1}), Block.resultsRoot(results), results.size(), Hash.sha256(new byte[] {2}),
                set.hash(), set.hash(), 1_700_000_001_000L, 0);
    }

    public Vote vote(VoteType type, long height, long view, Hash blockHash, int replica) {
        byte[] signed = Vote.signedBytes(genesis.chainId(), 0, type, height, view, blockHash);
        return new Vote(
                type, 0, height, view, blockHash, replica, Bytes.of(voters.get(replica).sign(Vote.CONTEXT, signed)));
    }

    /** A certificate of these replicas over {@code header}, in view 0. */
    public QuorumCertificate certificate(VoteType type, BlockHeader header, int... replicas) {
        Hash hash = header.hash();
        List<Vote> votes = Arrays.stream(replicas)
                .mapToObj(replica -> vote(type, header.height(), 0, hash, replica))
                .toList();
        return QuorumCertificate.of(votes, genesis.replicaSet().size());
    }

    /** A block with these results, committed by the first three replicas. */
    public CertifiedBlock block(List<Bytes> commands, List<ResultLeaf> results) {
        BlockHeader header = header(1, commands, results);
        return new CertifiedBlock(header, commands, results, certificate(VoteType.COMMIT, header, 0, 1, 2));
    }
}
