package dev.shieldwall.replica.host;

import dev.shieldwall.ledger.BlockContext;
import dev.shieldwall.ledger.BlockOutcome;
import dev.shieldwall.ledger.Ledger;
import dev.shieldwall.ledger.LedgerState;
import dev.shieldwall.model.block.Block;
import dev.shieldwall.model.block.BlockHeader;
import dev.shieldwall.model.block.CertificateRejectedException;
import dev.shieldwall.model.block.CertifiedBlock;
import dev.shieldwall.model.block.QuorumCertificate;
import dev.shieldwall.model.block.ReplicaKeys;
import dev.shieldwall.model.block.Vote;
import dev.shieldwall.model.block.VoteType;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.codec.MalformedException;
import dev.shieldwall.model.command.CommandJws;
import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.model.genesis.Approvers;
import dev.shieldwall.model.genesis.ConsensusParameters;
import dev.shieldwall.model.genesis.Genesis;
import dev.shieldwall.model.genesis.Limits;
import dev.shieldwall.model.genesis.NamedKey;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.model.replica.Replica;
import dev.shieldwall.model.replica.ReplicaSet;
import dev.shieldwall.replica.genesis.ReplicaIdentity;
import dev.shieldwall.replica.store.BlockStore;
import dev.shieldwall.replica.store.BlockWriter;
import dev.shieldwall.replica.store.StoreSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The ledger without replicas that agree: one call decides one block, and all four sign it. */
final class TestLedger implements AutoCloseable {

    final Genesis genesis;
    final Callers callers;
    private final List<ReplicaIdentity> identities = new ArrayList<>();
    private final List<BlockStore> stores = new ArrayList<>();
    private Head head;
    private long aheadMillis;

    TestLedger(Path folder) throws IOException {
        genesis = genesis(folder, identities, ConsensusParameters.DEFAULTS);
        callers = new Callers(genesis.chainId());
        head = new Head(Ledger.genesis(genesis), null, null);
    }

    /** Makes the keys of four replicas below {@code folder}, and the genesis that names them. */
    static Genesis genesis(Path folder, List<ReplicaIdentity> identities, ConsensusParameters parameters)
            throws IOException {
        List<Replica> replicas = new ArrayList<>();
        for (int i = 0; i < TestMesh.SIZE; i++) {
            identities.add(ReplicaIdentity.create(folder.resolve("replica-" + i), i, new SecureRandom()));
            replicas.add(identities.get(i).publicPart());
        }
        return new Genesis(
                Genesis.FORMAT, "mesh.example", System.currentTimeMillis() - 1_000, Genesis.PBFT,
                new ReplicaSet(0, replicas), List.of(new NamedKey(Callers.OPERATOR, Callers.key(Callers.OPERATOR))),
                List.of(new NamedKey(Callers.ISSUER, Callers.key(Callers.ISSUER))), Genesis.SIGNATURE_RULE,
                Genesis.COMMAND_PROFILE, Genesis.EVALUATOR, new Approvers(0, 0), List.of(), Limits.DEFAULTS,
                parameters, Callers.key(new PrincipalId("spiffe://mesh.example/token")));
    }

    static SignedCommand parse(byte[] jws) {
        try {
            return CommandJws.parse(jws, Limits.DEFAULTS.commandBytes());
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    Head head() {
        return head;
    }

    LedgerState state() {
        return head.state();
    }

    /** From now on blocks are so much later than the clock. */
    void passTime(long millis) {
        aheadMillis += millis;
    }

    /** The next block, of these commands. */
    ServedBlock decide(byte[]... commands) {
        BlockHeader parent = head.header();
        List<SignedCommand> parsed = Stream.of(commands).map(TestLedger::parse).toList();
        var context = new BlockContext(
                state().height() + 1, Math.max(System.currentTimeMillis() + aheadMillis, state().timeMillis() + 1),
                parent == null ? genesis.chainId() : parent.hash(), 0);
        var outcome = (BlockOutcome.Executed) Ledger.apply(state(), context, parsed, (command, key) -> {});
        Hash set = genesis.replicaSet().hash();
        var header = new BlockHeader(
                genesis.chainId(), 0, context.height(), context.parentHash(), outcome.batchRoot(), outcome.stateRoot(),
                outcome.resultsRoot(), outcome.auditSize(), outcome.auditRoot(), set, set, context.timeMillis(), 0);
        QuorumCertificate certificate = certificate(header);
        head = new Head(outcome.state(), header, certificate);
        List<Bytes> bytes = parsed.stream().map(SignedCommand::jws).toList();
        return new ServedBlock(
                new CertifiedBlock(header, new Block(header, bytes).commands(), outcome.results(), certificate));
    }

    /** The newest block as if it had led to {@code state}, signed by all. */
    Head certified(LedgerState state) {
        BlockHeader h = Objects.requireNonNull(head.header());
        var header = new BlockHeader(
                h.chainId(), h.epoch(), h.height(), h.parentHash(), h.batchRoot(), state.root(), h.resultsRoot(),
                h.auditSize(), h.auditRoot(), h.replicaSetHash(), h.nextReplicaSetHash(), h.timeMillis(), h.builder());
        return new Head(state, header, certificate(header));
    }

    /** What a host shares between its threads, on a database that does not answer. */
    Ledgers ledgers(Mempool mempool) throws CertificateRejectedException {
        var store = new BlockStore(new StoreSettings("jdbc:postgresql://127.0.0.1:1/none", "nobody", "none", "none"));
        stores.add(store);
        var history = new History(ReplicaKeys.of(genesis), store, new BlockWriter(store, 0, contradiction -> {}));
        return new Ledgers(head, history, mempool);
    }

    static Mempool mempool() {
        return new Mempool((command, key) -> {}, hash -> false);
    }

    @Override
    public void close() {
        stores.forEach(BlockStore::close);
    }

    private QuorumCertificate certificate(BlockHeader header) {
        Hash hash = header.hash();
        byte[] message = Vote.signedBytes(genesis.chainId(), 0, VoteType.COMMIT, header.height(), 0, hash);
        List<Vote> votes = IntStream.range(0, identities.size())
                .mapToObj(i -> new Vote(VoteType.COMMIT, 0, header.height(), 0, hash, i,
                        Bytes.of(identities.get(i).voteSigner().sign(Vote.CONTEXT, message))))
                .toList();
        return QuorumCertificate.of(votes, identities.size());
    }
}
