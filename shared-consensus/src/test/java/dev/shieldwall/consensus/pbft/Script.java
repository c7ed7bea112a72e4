package dev.shieldwall.consensus.pbft;

import dev.shieldwall.consensus.core.Input;
import dev.shieldwall.consensus.core.Message;
import dev.shieldwall.consensus.core.MessageCodec;
import dev.shieldwall.consensus.core.MessageRejectedException;
import dev.shieldwall.consensus.core.Output;
import dev.shieldwall.consensus.core.TimerId;
import dev.shieldwall.consensus.core.WalRecord;
import dev.shieldwall.model.block.Block;
import dev.shieldwall.model.block.Vote;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.codec.MalformedException;
import dev.shieldwall.model.genesis.ConsensusParameters;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs a script of single steps and writes down what each core answers. Commands, one a line: {@code start R},
 * {@code ready R}, {@code build R}, {@code check R}, {@code refuse R}, {@code timer R NAME}, {@code deliver FROM TO},
 * {@code drop FROM TO} and {@code restart R}, where R, FROM and TO are an index or {@code *}. Blocks are named A, B, C
 * in the order in which they are built.
 */
final class Script {

    private static final long BLOCK_MILLIS = 10;

    private record InFlight(int from, int to, Message message) {}

    private final TestGroup lab;
    private final List<PbftCore> cores = new ArrayList<>();
    private final List<List<WalRecord>> logs = new ArrayList<>();
    private final List<ArrayDeque<Output.BuildBatch>> builds = new ArrayList<>();
    private final List<ArrayDeque<Block>> checks = new ArrayList<>();
    private final List<InFlight> network = new ArrayList<>();
    private final Map<Hash, String> names = new TreeMap<>();
    private final StringBuilder trace = new StringBuilder();
    private long clock = TestGroup.GENESIS_MILLIS;

    Script(int n) {
        lab = new TestGroup(n, ConsensusParameters.DEFAULTS);
        for (int i = 0; i < n; i++) {
            cores.add(new PbftCore(lab.group, i, lab.signer(i), lab.genesisTip()));
            logs.add(new ArrayList<>());
            builds.add(new ArrayDeque<>());
            checks.add(new ArrayDeque<>());
        }
    }

    /** What the command caused, a line for each output. */
    String run(String command) {
        trace.setLength(0);
        String[] words = command.split(" +", -1);
        List<Integer> replicas = select(words[1]);
        switch (words[0]) {
            case "start" -> replicas.forEach(r -> step(r, new Input.Start()));
            case "ready" -> replicas.forEach(r -> step(r, new Input.BatchReady()));
            case "build" -> replicas.forEach(this::build);
            case "check" -> replicas.forEach(r -> verdict(r, true));
            case "refuse" -> replicas.forEach(r -> verdict(r, false));
            case "timer" -> replicas.forEach(r ->
                    step(r, new Input.TimerFired(TimerId.valueOf(words[2].toUpperCase(Locale.ROOT)))));
            case "deliver" -> take(words[1], words[2]).forEach(this::deliver);
            case "drop" -> take(words[1], words[2]);
            case "restart" -> replicas.forEach(this::restart);
            default -> throw new IllegalArgumentException(command);
        }
        return trace.toString();
    }

    private List<Integer> select(String word) {
        List<Integer> selected = new ArrayList<>();
        for (int i = 0; i < cores.size(); i++) {
            if (word.equals("*") || word.equals(Integer.toString(i))) {
                selected.add(i);
            }
        }
        return selected;
    }

    private List<InFlight> take(String from, String to) {
        List<InFlight> taken = new ArrayList<>();
        for (Iterator<InFlight> all = network.iterator(); all.hasNext(); ) {
            InFlight next = all.next();
            if (select(from).contains(next.from()) && select(to).contains(next.to())) {
                taken.add(next);
                all.remove();
            }
        }
        return taken;
    }

    private void build(int replica) {
        Output.BuildBatch request = builds.get(replica).remove();
        clock += BLOCK_MILLIS;
        Block block = lab.block(request.parent(), replica, clock, "command of " + replica);
        name(block.header().hash());
        step(replica, new Input.BatchBuilt(request.view(), request.height(), block));
    }

    private void verdict(int replica, boolean ok) {
        if (!checks.get(replica).isEmpty()) {
            step(replica, new Input.BatchVerdict(checks.get(replica).remove().header().hash(), ok));
        }
    }

    private void deliver(InFlight sent) {
        try {
            Message message = MessageCodec.decode(MessageCodec.encode(sent.message()));
            step(sent.to(), new Input.Received(lab.verifier.verify(sent.from(), message), clock));
        } catch (MalformedException | MessageRejectedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void restart(int replica) {
        cores.set(replica, new PbftCore(lab.group, replica, lab.signer(replica), lab.genesisTip()));
        builds.get(replica).clear();
        checks.get(replica).clear();
        List.copyOf(logs.get(replica)).forEach(record -> step(replica, new Input.Replay(record)));
        step(replica, new Input.Start());
    }

    private void step(int replica, Input input) {
        for (Output output : cores.get(replica).step(input)) {
            String line = describe(output);
            trace.append(replica).append(": ").append(line).append('\n');
            switch (output) {
                case Output.Persist(WalRecord record) -> logs.get(replica).add(record);
                case Output.Broadcast(Message message) -> {
                    for (int to = 0; to < cores.size(); to++) {
                        if (to != replica) {
                            network.add(new InFlight(replica, to, message));
                        }
                    }
                }
                case Output.Send(int to, Message message) -> network.add(new InFlight(replica, to, message));
                case Output.BuildBatch request -> builds.get(replica).add(request);
                case Output.CheckBatch(Block block) -> checks.get(replica).add(block);
                case Output.SetTimer _, Output.CancelTimer _, Output.Deliver _, Output.ServeBlocks _,
                        Output.ReportEvidence _, Output.Alarm _ -> { }
            }
        }
    }

    private String name(Hash hash) {
        return names.computeIfAbsent(hash, _ -> String.valueOf((char) ('A' + names.size())));
    }

    private String describe(Output output) {
        return switch (output) {
            case Output.Persist(WalRecord record) -> "persist " + describe(record);
            case Output.Send(int to, Message message) -> "send to " + to + " " + describe(message);
            case Output.Broadcast(Message message) -> "broadcast " + describe(message);
            case Output.SetTimer(TimerId timer, long millis) -> "set " + timer + " " + millis;
            case Output.CancelTimer(TimerId timer) -> "cancel " + timer;
            case Output.BuildBatch request -> "build height " + request.height() + " view " + request.view();
            case Output.CheckBatch(Block block) -> "check " + name(block.header().hash());
            case Output.Deliver(Block block, var qc) -> "deliver " + name(block.header().hash()) + " height "
                    + qc.height() + " view " + qc.view() + " signers " + qc.signerIndexes();
            case Output.ServeBlocks(int to, long from) -> "serve " + to + " from height " + from;
            case Output.ReportEvidence(Vote first, Vote second) ->
                    "evidence " + describe(first) + " and " + describe(second);
            case Output.Alarm(String reason) -> "alarm " + reason;
        };
    }

    private String describe(WalRecord record) {
        return switch (record) {
            case WalRecord.Body(Block block) -> "body " + name(block.header().hash());
            case WalRecord.Accepted(Vote vote) -> "accepted " + describe(vote);
            case WalRecord.OwnVote(Vote vote) -> "own " + describe(vote);
            case WalRecord.OwnViewChange(var message) -> "own " + describe(message);
            case WalRecord.Entered(var message) -> "entered " + describe(message);
            case WalRecord.Prepared(var certificate) -> "prepared " + name(certificate.blockHash()) + " view "
                    + certificate.view() + " signers " + certificate.prepares().signerIndexes();
            case WalRecord.Committed(var qc) -> "committed " + name(qc.blockHash()) + " view " + qc.view();
        };
    }

    private String describe(Message message) {
        return switch (message) {
            case Message.PrePrepare m -> describe(m.vote());
            case Message.Prepare m -> describe(m.vote());
            case Message.Commit m -> describe(m.vote());
            case Message.ViewChange m -> "VIEW_CHANGE to " + m.statement().newView() + " committed "
                    + m.statement().committedHeight() + " prepared "
                    + (m.statement().prepared() == null ? "none" : name(m.statement().prepared().blockHash()));
            case Message.NewView m -> "NEW_VIEW " + m.statement().view() + " by " + m.statement().primary() + " from "
                    + m.statement().viewChanges().stream().map(change -> change.statement().replica()).toList();
            case Message.Status m -> "STATUS view " + m.view() + (m.active() ? "" : " waiting") + " height " + m.height();
            case Message.Fetch m -> "FETCH from height " + m.fromHeight();
            case Message.Blocks m -> "BLOCKS " + m.blocks().size();
            case Message.FetchBody m -> "FETCH_BODY " + name(m.blockHash());
            case Message.Body m -> "BODY " + name(m.block().header().hash());
        };
    }

    private String describe(Vote vote) {
        return vote.type() + " " + name(vote.blockHash()) + " height " + vote.height() + " view " + vote.view()
                + " by " + vote.replica();
    }
}
