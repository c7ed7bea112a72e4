package dev.shieldwall.consensus.pbft;

import dev.shieldwall.consensus.core.ConsensusGroup;
import dev.shieldwall.consensus.core.Input;
import dev.shieldwall.consensus.core.Message;
import dev.shieldwall.consensus.core.Message.ViewChange;
import dev.shieldwall.consensus.core.MessageRejectedException;
import dev.shieldwall.consensus.core.MessageVerifier;
import dev.shieldwall.consensus.core.Output;
import dev.shieldwall.consensus.core.PreparedCertificate;
import dev.shieldwall.consensus.core.Tip;
import dev.shieldwall.consensus.core.Unchecked;
import dev.shieldwall.consensus.core.Verified;
import dev.shieldwall.consensus.core.VoteSigner;
import dev.shieldwall.consensus.core.WalRecord;
import dev.shieldwall.model.block.BlockHeader;
import dev.shieldwall.model.block.Vote;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.simulation.Scenario;
import dev.shieldwall.simulation.replica.Core;
import dev.shieldwall.simulation.replica.CoreFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Cores that were broken on purpose, each in one place; the simulator must find out. */
public enum Mutant {
    PREPARE_QUORUM_F(group -> new PbftRules(group) {
        @Override
        int preparesNeeded() {
            return group().replicas().faults();
        }
    }),
    PREPARE_QUORUM_ONE_LESS(group -> new PbftRules(group) {
        @Override
        int preparesNeeded() {
            return super.preparesNeeded() - 1;
        }
    }),
    COMMIT_QUORUM_ONE_LESS(group -> new PbftRules(group) {
        @Override
        int commitsNeeded() {
            return super.commitsNeeded() - 1;
        }
    }),
    VIEW_CHANGE_QUORUM_ONE_LESS(group -> new PbftRules(group) {
        @Override
        int viewChangesNeeded() {
            return super.viewChangesNeeded() - 1;
        }
    }),
    SECOND_PROPOSAL_ACCEPTED(group -> new PbftRules(group) {
        @Override
        boolean mayReplaceProposal() {
            return true;
        }
    }),
    VOTES_FOR_OTHER_BLOCKS_COUNTED(group -> new PbftRules(group) {
        @Override
        boolean supports(Vote vote, Hash blockHash) {
            return true;
        }
    }),
    PRIMARYS_PREPARE_COUNTED(group -> new PbftRules(group) {
        @Override
        boolean countsAsPrepare(Vote prepare, Vote proposal) {
            return true;
        }
    }),
    VIEW_CHANGE_FORGETS_PREPARED(group -> new PbftRules(group) {
        @Override
        @Nullable PreparedCertificate carried(@Nullable PreparedCertificate prepared) {
            return null;
        }
    }),
    LOWEST_VIEW_CERTIFICATE_CHOSEN(group -> new PbftRules(group) {
        @Override
        @Nullable PreparedCertificate choose(Stream<PreparedCertificate> prepared) {
            return prepared.min(Comparator.comparingLong(PreparedCertificate::view)).orElse(null);
        }
    }),
    NEW_VIEW_CHOICE_IGNORED(group -> new PbftRules(group) {
        @Override
        Mandate mandate(List<ViewChange> changes) {
            return new Mandate(super.mandate(changes).firstHeight(), null);
        }
    }),
    NEW_VIEW_STARTS_TOO_LOW(group -> new PbftRules(group) {
        @Override
        Mandate mandate(List<ViewChange> changes) {
            long lowest = changes.stream().mapToLong(c -> c.statement().committedHeight()).min().orElse(0);
            return super.mandate(changes.stream().filter(c -> c.statement().committedHeight() == lowest).toList());
        }
    }),
    NEW_VIEW_NOT_VALIDATED(group -> new PbftRules(group) {
        @Override
        boolean holds(Message.NewViewStatement newView) {
            return true;
        }
    }),
    NO_JOIN(group -> new PbftRules(group) {
        @Override
        int joinNeeded() {
            return group().size() + 1;
        }
    }),
    JOINS_A_SINGLE_REPLICA(group -> new PbftRules(group) {
        @Override
        int joinNeeded() {
            return 1;
        }
    }),
    VIEW_LEFT_WITHOUT_COMPANY(group -> new PbftRules(group) {
        @Override
        boolean isCompany(int replicasThere) {
            return true;
        }
    }),
    COURTESY_AT_ONCE(group -> new PbftRules(group) {
        @Override
        int courtesyTicks(int times) {
            return 1;
        }
    }),
    COURTESY_NEVER(group -> new PbftRules(group) {
        @Override
        int courtesyTicks(int times) {
            return Integer.MAX_VALUE;
        }
    }),
    COURTESY_DOES_NOT_GROW(group -> new PbftRules(group) {
        @Override
        int courtesyTicks(int times) {
            return super.courtesyTicks(0);
        }
    }),
    COURTESY_NEVER_FORGIVEN(group -> new PbftRules(group) {
        @Override
        int forgivenessTicks() {
            return Integer.MAX_VALUE;
        }
    }),
    FOLLOWS_INTO_ANY_VIEW(group -> new PbftRules(group) {
        @Override
        boolean mayBeFollowed(long wanted, long view) {
            return wanted > view;
        }
    }),
    /** Runs with commands that expire, as the next. */
    BATCH_GONE_IGNORED(group -> new PbftRules(group) {
        @Override
        boolean commandsGoneEndPatience(boolean somethingElseIsExpected) {
            return false;
        }
    }),
    BATCH_GONE_ENDS_ANY_PATIENCE(group -> new PbftRules(group) {
        @Override
        boolean commandsGoneEndPatience(boolean somethingElseIsExpected) {
            return true;
        }
    }),
    TIMEOUT_DOES_NOT_GROW(group -> new PbftRules(group) {
        @Override
        long timeoutMillis(int level) {
            return super.timeoutMillis(0);
        }
    }),
    TIMEOUT_NEVER_SHRINKS(group -> new PbftRules(group) {
        @Override
        int levelAfterCommit(int level) {
            return level;
        }
    }),
    TIMEOUT_SHORTER_THAN_A_ROUND(group -> new PbftRules(group) {
        @Override
        long timeoutMillis(int level) {
            return 8;
        }
    }),
    ANY_TIME_IS_TIMELY(group -> new PbftRules(group) {
        @Override
        boolean isTimely(long timeMillis, long arrivalMillis, long viewsSinceCommit) {
            return true;
        }
    }),
    NO_TIME_IS_TIMELY_AFTER_A_DELAY(group -> new PbftRules(group) {
        @Override
        boolean isTimely(long timeMillis, long arrivalMillis, long viewsSinceCommit) {
            return Math.abs(timeMillis - arrivalMillis) <= 1;
        }
    }),
    TIME_MAY_STAND_STILL(group -> new PbftRules(group) {
        @Override
        boolean fits(BlockHeader header, Tip parent) {
            return header.height() == parent.height() + 1 && header.parentHash().equals(parent.hash());
        }
    }),
    /** As above, but no verifier comes to the help of the invariants. */
    PREPARE_QUORUM_F_UNNOTICED(PREPARE_QUORUM_F),
    PREPARE_QUORUM_ONE_LESS_UNNOTICED(PREPARE_QUORUM_ONE_LESS),
    PRIMARYS_PREPARE_COUNTED_UNNOTICED(PRIMARYS_PREPARE_COUNTED),
    SENT_BEFORE_PERSISTED(Mutant::sendFirst, _ -> true),
    LOCK_LOST_ON_RESTART(Mutant::inOrder, record -> !(record instanceof WalRecord.Prepared)),
    OWN_VOTES_LOST_ON_RESTART(Mutant::inOrder, record -> !(record instanceof WalRecord.OwnVote)),
    VIEW_LOST_ON_RESTART(Mutant::inOrder,
            record -> !(record instanceof WalRecord.OwnViewChange || record instanceof WalRecord.Entered)),
    OWN_VIEW_CHANGE_LOST_ON_RESTART(
            Mutant::inOrder, record -> !(record instanceof WalRecord.OwnViewChange)),
    /** Runs with lost logs. */
    PROMISE_LOST_WITH_THE_LOG(Mutant::inOrder, _ -> true),
    EVERY_BLOCK_IS_VALID(Mutant::inOrder, _ -> true),
    CERTIFICATES_NOT_VERIFIED(Mutant::inOrder, _ -> true),
    BODIES_NOT_FETCHED(outputs -> without(outputs, Message.FetchBody.class), _ -> true),
    BLOCKS_NOT_FETCHED(outputs -> without(outputs, Message.Fetch.class), _ -> true),
    NEW_VIEW_NOT_REPEATED(outputs -> without(outputs, Message.NewView.class), _ -> true),
    PROPOSAL_NOT_REPEATED(outputs -> without(outputs, Message.PrePrepare.class), _ -> true),
    STATUS_NOT_ANSWERED(outputs -> without(outputs, Message.Status.class), _ -> true);

    /**
     * Not found by the simulator in 400 seeds, but by RetransmissionTest and CompanyTest; docs/design/consensus.md says
     * why.
     */
    static final Set<Mutant> SURVIVORS =
            EnumSet.of(BODIES_NOT_FETCHED, NEW_VIEW_NOT_REPEATED, PROPOSAL_NOT_REPEATED, STATUS_NOT_ANSWERED,
                    COURTESY_NEVER, COURTESY_DOES_NOT_GROW, COURTESY_NEVER_FORGIVEN, FOLLOWS_INTO_ANY_VIEW,
                    BATCH_GONE_IGNORED);

    @SuppressWarnings("ImmutableEnumChecker") // a test double without state
    private final CoreFactory factory;

    Mutant(Function<ConsensusGroup, PbftRules> rules) {
        this.factory = (group, self, signer, tip) -> CoreFactory.of(new PbftCore(rules.apply(group), self, signer, tip));
    }

    Mutant(Mutant noticed) {
        this.factory = new CoreFactory() {
            @Override
            public Core create(ConsensusGroup group, int self, VoteSigner signer, Tip tip) {
                return noticed.factory.create(group, self, signer, tip);
            }

            @Override
            public Verified verify(MessageVerifier verifier, int from, Message message)
                    throws MessageRejectedException {
                boolean trusted = message instanceof Message.ViewChange || message instanceof Message.NewView;
                return trusted ? Unchecked.verified(from, message) : verifier.verify(from, message);
            }
        };
    }

    Mutant(UnaryOperator<List<Output>> reorder, Predicate<WalRecord> survives) {
        this.factory = new CoreFactory() {
            @Override
            public Core create(ConsensusGroup group, int self, VoteSigner signer, Tip tip) {
                Core real = CoreFactory.PBFT.create(group, self, signer, tip);
                return new Core() {
                    @Override
                    public List<Output> step(Input input) {
                        if (input instanceof Input.Replay(WalRecord record) && !survives.test(record)) {
                            return List.of();
                        }
                        if (input instanceof Input.Promise && Mutant.this == PROMISE_LOST_WITH_THE_LOG) {
                            return List.of();
                        }
                        return reorder.apply(approve(real, real.step(input)));
                    }

                    @Override
                    public List<WalRecord> essentials() {
                        return real.essentials();
                    }

                    @Override
                    public Standing standing() {
                        return real.standing();
                    }
                };
            }

            @Override
            public Verified verify(MessageVerifier verifier, int from, Message message)
                    throws MessageRejectedException {
                boolean trusted = Mutant.this == CERTIFICATES_NOT_VERIFIED && !(message instanceof Message.PrePrepare);
                return trusted ? Unchecked.verified(from, message) : verifier.verify(from, message);
            }
        };
    }

    Scenario scenario(long seed) {
        Scenario drawn = Scenario.of(seed);
        return switch (this) {
            case PROMISE_LOST_WITH_THE_LOG -> drawn.withLostLogs();
            case BATCH_GONE_IGNORED, BATCH_GONE_ENDS_ANY_PATIENCE -> drawn.withShortLivedCommands();
            default -> drawn;
        };
    }

    public CoreFactory factory() {
        return factory;
    }

    private List<Output> approve(Core real, List<Output> outputs) {
        if (this != EVERY_BLOCK_IS_VALID) {
            return outputs;
        }
        List<Output> all = new ArrayList<>();
        for (Output output : outputs) {
            if (output instanceof Output.CheckBatch(var block)) {
                all.addAll(approve(real, real.step(new Input.BatchVerdict(block.header().hash(), true))));
            } else {
                all.add(output);
            }
        }
        return all;
    }

    private static List<Output> inOrder(List<Output> outputs) {
        return outputs;
    }

    /** What is sent to all stays; what is sent to one that seems to need it is lost. */
    private static List<Output> without(List<Output> outputs, Class<? extends Message> kind) {
        return outputs.stream()
                .filter(output -> !(output instanceof Output.Send(int _, Message message) && kind.isInstance(message)))
                .toList();
    }

    private static List<Output> sendFirst(List<Output> outputs) {
        return outputs.stream()
                .sorted(Comparator.comparing(output -> output instanceof Output.Persist))
                .toList();
    }
}
