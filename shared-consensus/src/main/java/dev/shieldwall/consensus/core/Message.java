package dev.shieldwall.consensus.core;

import dev.shieldwall.model.block.Block;
import dev.shieldwall.model.block.QuorumCertificate;
import dev.shieldwall.model.block.Vote;
import dev.shieldwall.model.block.VoteType;
import dev.shieldwall.model.codec.CborCodec;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.TypeName;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What replicas tell each other. Everything that can enter a certificate or be evidence is signed and may be relayed
 * by anybody; {@link Status}, {@link Fetch} and {@link FetchBody} are hints whose sender the transport vouches for.
 */
public sealed interface Message {

    /** The primary's proposal for one height in one view; the vote is its signature. */
    @TypeName("pre-prepare")
    record PrePrepare(Vote vote, Block block) implements Message {
        public PrePrepare {
            requireType(vote, VoteType.PRE_PREPARE);
            if (vote.height() != block.header().height()) {
                throw new IllegalArgumentException("the proposal's vote is about another height");
            }
        }
    }

    /** A backup has executed the proposal and found every root right. */
    @TypeName("prepare")
    record Prepare(Vote vote) implements Message {
        public Prepare {
            requireType(vote, VoteType.PREPARE);
        }
    }

    /** A replica holds, durably, the prepare certificate of this view. */
    @TypeName("commit")
    record Commit(Vote vote) implements Message {
        public Commit {
            requireType(vote, VoteType.COMMIT);
        }
    }

    /** A replica will not vote below {@code statement.newView()} any more, and says what it may have helped to commit. */
    @TypeName("view-change")
    record ViewChange(ViewChangeStatement statement, Bytes signature) implements Message {}

    /** The new primary shows a quorum of view changes; from them everybody derives what may be proposed first. */
    @TypeName("new-view")
    record NewView(NewViewStatement statement, Bytes signature) implements Message {}

    /**
     * Where the sender stands, sent on every retransmission tick. A hint.
     *
     * @param active false while the sender waits for the NewView of {@code view}
     * @param height committed
     */
    @TypeName("status")
    record Status(long view, boolean active, long height) implements Message {
        public Status {
            if (view < 0 || height < 0) {
                throw new IllegalArgumentException("a status field is negative");
            }
        }
    }

    /** Asks for committed blocks from {@code fromHeight} on. */
    @TypeName("fetch")
    record Fetch(long fromHeight) implements Message {
        public Fetch {
            if (fromHeight < 1) {
                throw new IllegalArgumentException("blocks start at height 1");
            }
        }
    }

    /** Committed blocks in order of height. */
    @TypeName("blocks")
    record Blocks(List<CommittedBlock> blocks) implements Message {
        /** Bound on one answer; the sender also keeps it below {@link MessageCodec#MAX_BYTES}. */
        public static final int MAX_BLOCKS = 64;

        public Blocks {
            blocks = List.copyOf(blocks);
            if (blocks.isEmpty() || blocks.size() > MAX_BLOCKS) {
                throw new IllegalArgumentException("an answer has 1 to " + MAX_BLOCKS + " blocks");
            }
        }
    }

    /** Asks for the body of a prepared block that is to be proposed again. */
    @TypeName("fetch-body")
    record FetchBody(Hash blockHash) implements Message {}

    /** A proposed block that need not be committed. */
    @TypeName("body")
    record Body(Block block) implements Message {}

    /**
     * What a view change says.
     *
     * @param newView at least 1
     * @param committedHeight highest height that the replica knows to be committed
     * @param committed its certificate, none for height 0
     * @param prepared the prepare certificate of the highest view for committedHeight + 1, if there is one
     */
    record ViewChangeStatement(
            long epoch, long newView, int replica, long committedHeight, @Nullable QuorumCertificate committed,
            @Nullable PreparedCertificate prepared) {

        private static final CborCodec<ViewChangeStatement> CODEC = CborCodec.of(ViewChangeStatement.class);

        public ViewChangeStatement {
            if (newView < 1 || epoch < 0 || replica < 0 || committedHeight < 0) {
                throw new IllegalArgumentException("a view change field is out of range");
            }
            if ((committedHeight == 0) != (committed == null)
                    || (committed != null && committed.height() != committedHeight)) {
                throw new IllegalArgumentException("a committed height comes with its certificate");
            }
            if (prepared != null
                    && (prepared.height() != committedHeight + 1 || prepared.view() >= newView)) {
                throw new IllegalArgumentException("a prepare certificate of another height or of a later view");
            }
        }

        /** What is signed: chainId 32, epoch 8, newView 8, SHA-256 of the statement's CBOR 32. */
        public byte[] signedBytes(Hash chainId) {
            return layout(chainId, epoch, newView, Hash.sha256(CODEC.encode(this)));
        }
    }

    /**
     * What a new view says.
     *
     * @param primary who makes it; must be the primary of {@code view} at the first height that the view changes allow
     * @param viewChanges of distinct replicas, a quorum or more, all for {@code view}
     */
    record NewViewStatement(long epoch, long view, int primary, List<ViewChange> viewChanges) {

        private static final CborCodec<NewViewStatement> CODEC = CborCodec.of(NewViewStatement.class);

        public NewViewStatement {
            viewChanges = List.copyOf(viewChanges);
            if (view < 1 || epoch < 0 || primary < 0) {
                throw new IllegalArgumentException("a new view field is out of range");
            }
        }

        /** What is signed: chainId 32, epoch 8, view 8, SHA-256 of the statement's CBOR 32. */
        public byte[] signedBytes(Hash chainId) {
            return layout(chainId, epoch, view, Hash.sha256(CODEC.encode(this)));
        }
    }

    private static void requireType(Vote vote, VoteType type) {
        if (vote.type() != type) {
            throw new IllegalArgumentException("a vote of another type");
        }
    }

    private static byte[] layout(Hash chainId, long epoch, long view, Hash content) {
        return ByteBuffer.allocate(2 * Hash.BYTES + 2 * Long.BYTES)
                .put(chainId.unsafeArray())
                .putLong(epoch)
                .putLong(view)
                .put(content.unsafeArray())
                .array();
    }
}
