package dev.shieldwall.consensus.pbft;

import dev.shieldwall.consensus.core.ConsensusGroup;
import dev.shieldwall.consensus.core.MessageVerifier;
import dev.shieldwall.consensus.core.Tip;
import dev.shieldwall.consensus.core.VoteSigner;
import dev.shieldwall.crypto.signature.Ed25519PrivateKey;
import dev.shieldwall.crypto.signature.Ed25519Signer;
import dev.shieldwall.model.block.Block;
import dev.shieldwall.model.block.BlockHeader;
import dev.shieldwall.model.block.CertificateRejectedException;
import dev.shieldwall.model.block.ReplicaKeys;
import dev.shieldwall.model.block.Vote;
import dev.shieldwall.model.block.VoteType;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.genesis.ConsensusParameters;
import dev.shieldwall.model.genesis.Limits;
import dev.shieldwall.model.replica.Replica;
import dev.shieldwall.model.replica.ReplicaSet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A group of replicas with known keys. */
public final class TestGroup {

    public static final long GENESIS_MILLIS = 1_000_000;

    private final List<Ed25519Signer> signers = new ArrayList<>();
    public final ConsensusGroup group;
    public final ReplicaKeys keys;
    public final MessageVerifier verifier;

    public TestGroup(int n, ConsensusParameters parameters) {
        var replicas = new ArrayList<Replica>();
        for (int i = 0; i < n; i++) {
            var signer = new Ed25519Signer(Ed25519PrivateKey.fromSeed(seed("vote", i)));
            var cosigner = Ed25519PrivateKey.fromSeed(seed("cosign", i)).publicKey();
            signers.add(signer);
            Bytes voteKey = Bytes.of(signer.publicKey().bytes());
            Bytes cosignKey = Bytes.of(cosigner.bytes());
            Hash tls = Hash.sha256(seed("tls", i));
            byte[] possession = signer.sign(
                    ReplicaKeys.possessionContext(), Replica.possessionMessage(i, voteKey, tls, cosignKey));
            replicas.add(new Replica(i, voteKey, tls, cosignKey, Bytes.of(possession)));
        }
        var set = new ReplicaSet(0, replicas);
        Hash chainId = Hash.sha256(new byte[] {(byte) n});
        group = new ConsensusGroup(chainId, set, set.hash(), parameters, Limits.DEFAULTS);
        try {
            keys = ReplicaKeys.of(chainId, set);
        } catch (CertificateRejectedException e) {
            throw new IllegalStateException(e);
        }
        verifier = new MessageVerifier(group, keys);
    }

    private static byte[] seed(String what, int i) {
        return Hash.sha256((what + i).getBytes(StandardCharsets.US_ASCII)).unsafeArray().clone();
    }

    public Ed25519Signer key(int replica) {
        return signers.get(replica);
    }

    public VoteSigner signer(int replica) {
        return (_, context, message) -> Optional.of(Bytes.of(signers.get(replica).sign(context, message)));
    }

    public Tip genesisTip() {
        return new Tip(0, group.chainId(), GENESIS_MILLIS, null);
    }

    public Vote vote(VoteType type, int replica, long view, BlockHeader header) {
        byte[] bytes = Vote.signedBytes(group.chainId(), 0, type, header.height(), view, header.hash());
        return new Vote(type, 0, header.height(), view, header.hash(), replica,
                Bytes.of(key(replica).sign(Vote.CONTEXT, bytes)));
    }

    /** A block whose roots are stand-ins: the core does not look into them. */
    public Block block(Tip parent, int builder, long timeMillis, String... commands) {
        List<Bytes> bytes = List.of(commands).stream()
                .map(command -> Bytes.of(command.getBytes(StandardCharsets.UTF_8)))
                .toList();
        Hash batchRoot = Block.batchRoot(bytes);
        Hash state = Hash.sha256(parent.hash().unsafeArray(), batchRoot.unsafeArray());
        return new Block(new BlockHeader(group.chainId(), 0, parent.height() + 1, parent.hash(), batchRoot, state, state,
                parent.height(), state, group.setHash(), group.setHash(), timeMillis, builder), bytes);
    }
}
