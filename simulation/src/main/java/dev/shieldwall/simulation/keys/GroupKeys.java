package dev.shieldwall.simulation.keys;

import dev.shieldwall.consensus.core.ConsensusGroup;
import dev.shieldwall.consensus.core.Message;
import dev.shieldwall.consensus.core.MessageVerifier;
import dev.shieldwall.consensus.core.Tip;
import dev.shieldwall.consensus.core.VoteSigner;
import dev.shieldwall.crypto.signature.Ed25519PrivateKey;
import dev.shieldwall.crypto.signature.Ed25519Signer;
import dev.shieldwall.crypto.signature.SigningContext;
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

/** A group of {@code n} replicas whose private keys are known to the simulation. */
public final class GroupKeys {

    public static final long GENESIS_MILLIS = 1_000_000;

    private final List<Ed25519Signer> signers = new ArrayList<>();
    private final ConsensusGroup group;
    private final ReplicaKeys publicKeys;

    public GroupKeys(int n, ConsensusParameters parameters) {
        var replicas = new ArrayList<Replica>();
        for (int i = 0; i < n; i++) {
            var signer = new Ed25519Signer(Ed25519PrivateKey.fromSeed(seed("vote", i)));
            signers.add(signer);
            Bytes voteKey = Bytes.of(signer.publicKey().bytes());
            Bytes cosigner = Bytes.of(Ed25519PrivateKey.fromSeed(seed("cosign", i)).publicKey().bytes());
            Hash tls = Hash.of(seed("tls", i));
            byte[] possession = signer.sign(
                    ReplicaKeys.possessionContext(), Replica.possessionMessage(i, voteKey, tls, cosigner));
            replicas.add(new Replica(i, voteKey, tls, cosigner, Bytes.of(possession)));
        }
        var set = new ReplicaSet(0, replicas);
        Hash chainId = Hash.of(seed("chain", n));
        group = new ConsensusGroup(chainId, set, set.hash(), parameters, Limits.DEFAULTS);
        try {
            publicKeys = ReplicaKeys.of(chainId, set);
        } catch (CertificateRejectedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] seed(String what, int i) {
        return Hash.sha256((what + " " + i).getBytes(StandardCharsets.US_ASCII)).value().toArray();
    }

    public ConsensusGroup group() {
        return group;
    }

    public ReplicaKeys publicKeys() {
        return publicKeys;
    }

    public MessageVerifier verifier() {
        return new MessageVerifier(group, publicKeys);
    }

    public Tip genesisTip() {
        return new Tip(0, group.chainId(), GENESIS_MILLIS, null);
    }

    public VoteSigner signer(int replica) {
        return (_, context, message) -> Optional.of(sign(replica, context, message));
    }

    private Bytes sign(int replica, SigningContext context, byte[] message) {
        return Bytes.of(signers.get(replica).sign(context, message));
    }

    /** What {@code replica} would sign as {@code type} about the block, height and view that {@code other} is about. */
    public Vote voteLike(Vote other, int replica, VoteType type) {
        return vote(replica, new About(type, other.height(), other.view(), other.blockHash()));
    }

    public Vote vote(int replica, VoteType type, long view, BlockHeader header) {
        return vote(replica, new About(type, header.height(), view, header.hash()));
    }

    /** What a vote is about. */
    public record About(VoteType type, long height, long view, Hash hash) {}

    public Vote vote(int replica, About about) {
        byte[] bytes = Vote.signedBytes(
                group.chainId(), group.epoch(), about.type(), about.height(), about.view(), about.hash());
        return new Vote(about.type(), group.epoch(), about.height(), about.view(), about.hash(), replica,
                sign(replica, Vote.CONTEXT, bytes));
    }

    public Message.ViewChange sign(Message.ViewChangeStatement statement) {
        return new Message.ViewChange(statement, sign(
                statement.replica(), MessageVerifier.VIEW_CHANGE, statement.signedBytes(group.chainId())));
    }

    public Message.NewView sign(Message.NewViewStatement statement) {
        return new Message.NewView(statement, sign(
                statement.primary(), MessageVerifier.NEW_VIEW, statement.signedBytes(group.chainId())));
    }
}
