package dev.shieldwall.consensus.core;

import dev.shieldwall.model.block.Block;
import dev.shieldwall.model.block.QuorumCertificate;
import dev.shieldwall.model.block.Vote;
import dev.shieldwall.model.codec.CborCodec;
import dev.shieldwall.model.codec.MalformedException;
import dev.shieldwall.model.codec.TypeName;

/** What a core must find again after a crash. Replaying the records in order gives back the same core. */
public sealed interface WalRecord {

    CborCodec<WalRecord> CODEC = CborCodec.of(WalRecord.class);

    /** A whole proposed or synced block; written before any vote for it and before its {@link Committed}. */
    @TypeName("body")
    record Body(Block block) implements WalRecord {}

    /** The primary's vote for the proposal that this replica accepted in one view. */
    @TypeName("accepted")
    record Accepted(Vote proposal) implements WalRecord {}

    /** A vote of this replica. */
    @TypeName("own-vote")
    record OwnVote(Vote vote) implements WalRecord {}

    /** A view change of this replica: it will not vote below that view. */
    @TypeName("own-view-change")
    record OwnViewChange(Message.ViewChange message) implements WalRecord {}

    /** The new view that this replica entered, its own included. */
    @TypeName("entered")
    record Entered(Message.NewView message) implements WalRecord {}

    /** The block is prepared; written before the COMMIT vote. */
    @TypeName("prepared")
    record Prepared(PreparedCertificate certificate) implements WalRecord {}

    /** The block is committed; its {@link Body} is already in the log. */
    @TypeName("committed")
    record Committed(QuorumCertificate certificate) implements WalRecord {}

    default byte[] encode() {
        return CODEC.encode(this);
    }

    static WalRecord decode(byte[] bytes) throws MalformedException {
        return CODEC.decode(bytes);
    }
}
