package dev.shieldwall.consensus.pbft;

import dev.shieldwall.consensus.core.ConsensusGroup;
import dev.shieldwall.consensus.core.Message.NewView;
import dev.shieldwall.consensus.core.Message.NewViewStatement;
import dev.shieldwall.consensus.core.Message.ViewChange;
import dev.shieldwall.consensus.core.Message.ViewChangeStatement;
import dev.shieldwall.consensus.core.MessageVerifier;
import dev.shieldwall.consensus.core.VoteSigner;
import dev.shieldwall.consensus.core.VoteSigner.Kind;
import dev.shieldwall.consensus.core.VoteSigner.Position;
import dev.shieldwall.consensus.core.WalRecord;
import dev.shieldwall.crypto.signature.SigningContext;
import dev.shieldwall.model.block.Vote;
import dev.shieldwall.model.block.VoteType;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.Hash;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything this replica signs goes through here, and each signature's record is put out before the caller can send it.
 *
 * <p>Guarantee: heights and views of one kind of vote never go back, at one position only one block is voted for, and
 * after a view change for some view nothing is voted below it. The last position of each kind is therefore all there is
 * to remember.
 */
final class OwnSignatures {

    private final ConsensusGroup group;
    private final int self;
    private final VoteSigner signer;
    private final Effects effects;
    private final Map<VoteType, Vote> last = new EnumMap<>(VoteType.class);
    private @Nullable ViewChange viewChange;
    private long newViewSigned;

    OwnSignatures(ConsensusGroup group, int self, VoteSigner signer, Effects effects) {
        this.group = group;
        this.self = self;
        this.signer = signer;
        this.effects = effects;
    }

    /** The vote, signed now or before; nothing if that would contradict an earlier signature. */
    Optional<Vote> vote(VoteType type, long height, long view, Hash blockHash) {
        Vote before = last.get(type);
        if (before != null && before.height() == height && before.view() == view) {
            return before.blockHash().equals(blockHash) ? Optional.of(before) : refuse(type, height, view);
        }
        boolean backwards = before != null && (before.height() > height || before.view() > view);
        if (backwards || view < promisedView()) {
            return refuse(type, height, view);
        }
        byte[] bytes = Vote.signedBytes(group.chainId(), group.epoch(), type, height, view, blockHash);
        Optional<Vote> made = sign(new Position(height, view, kind(type)), Vote.CONTEXT, bytes)
                .map(signature -> new Vote(type, group.epoch(), height, view, blockHash, self, signature));
        made.ifPresent(vote -> {
            last.put(type, vote);
            effects.persist(new WalRecord.OwnVote(vote));
        });
        return made;
    }

    Optional<ViewChange> viewChange(ViewChangeStatement statement) {
        if (statement.newView() <= promisedView()) {
            effects.alarm("refused to sign a second view change for view " + statement.newView());
            return Optional.empty();
        }
        Position position = new Position(statement.committedHeight(), statement.newView(), Kind.VIEW_CHANGE);
        Optional<ViewChange> made = sign(position, MessageVerifier.VIEW_CHANGE, statement.signedBytes(group.chainId()))
                .map(signature -> new ViewChange(statement, signature));
        made.ifPresent(message -> {
            viewChange = message;
            effects.persist(new WalRecord.OwnViewChange(message));
        });
        return made;
    }

    /** The caller persists it as the view that it enters. */
    Optional<NewView> newView(NewViewStatement statement, long firstHeight) {
        if (statement.view() <= newViewSigned) {
            effects.alarm("refused to sign a second new view for view " + statement.view());
            return Optional.empty();
        }
        newViewSigned = statement.view();
        return sign(new Position(firstHeight, statement.view(), Kind.NEW_VIEW), MessageVerifier.NEW_VIEW,
                        statement.signedBytes(group.chainId()))
                .map(signature -> new NewView(statement, signature));
    }

    void restore(Vote vote) {
        last.put(vote.type(), vote);
    }

    void restore(ViewChange message) {
        viewChange = message;
    }

    void restore(NewView entered) {
        if (entered.statement().primary() == self) {
            newViewSigned = Math.max(newViewSigned, entered.statement().view());
        }
    }

    /** The newest own votes, of whatever height. */
    Collection<Vote> votes() {
        return last.values();
    }

    Optional<Vote> voted(VoteType type, long height, long view) {
        return Optional.ofNullable(last.get(type)).filter(vote -> vote.height() == height && vote.view() == view);
    }

    /** The newest own view change. */
    Optional<ViewChange> viewChange() {
        return Optional.ofNullable(viewChange);
    }

    private long promisedView() {
        return viewChange == null ? 0 : viewChange.statement().newView();
    }

    private Optional<Bytes> sign(Position position, SigningContext context, byte[] message) {
        Optional<Bytes> signature = signer.sign(position, context, message);
        if (signature.isEmpty()) {
            effects.alarm("the signer refused " + position);
        }
        return signature;
    }

    private Optional<Vote> refuse(VoteType type, long height, long view) {
        effects.alarm("refused to contradict an own " + type + " vote at height " + height + " in view " + view);
        return Optional.empty();
    }

    private static Kind kind(VoteType type) {
        return switch (type) {
            case PRE_PREPARE -> Kind.PRE_PREPARE;
            case PREPARE -> Kind.PREPARE;
            case COMMIT -> Kind.COMMIT;
        };
    }
}
