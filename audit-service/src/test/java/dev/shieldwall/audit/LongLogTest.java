package dev.shieldwall.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.audit.readmodel.EntryRow;
import dev.shieldwall.audit.readmodel.HeadRow;
import dev.shieldwall.client.TestMesh;
import dev.shieldwall.crypto.merkle.CompactTree;
import dev.shieldwall.crypto.merkle.MerkleTree;
import dev.shieldwall.model.audit.AuditContent;
import dev.shieldwall.model.audit.AuditDifference;
import dev.shieldwall.model.audit.AuditLeaf;
import dev.shieldwall.model.audit.AuditReport;
import dev.shieldwall.model.block.BlockHeader;
import dev.shieldwall.model.block.QuorumCertificate;
import dev.shieldwall.model.block.VoteType;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.CborCodec;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.codec.MalformedException;
import dev.shieldwall.model.decision.CommandId;
import dev.shieldwall.model.decision.Decision;
import dev.shieldwall.service.mesh.LedgerReplicas;
import dev.shieldwall.service.mesh.RunningService;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A log just long enough for a run of 65,536 entries. Of what comes before its last block only the kept roots and the
 * last entry are stored: the check of the last part reads nothing else.
 */
class LongLogTest {

    private static final int RUN = 256;
    private static final int ENTRIES = RUN * RUN;
    private static final int LAST_BLOCK = 4_096;
    private static final int BEFORE = ENTRIES - LAST_BLOCK;
    private static final CborCodec<QuorumCertificate> CERTIFICATE = CborCodec.of(QuorumCertificate.class);

    private static LedgerReplicas replicas;
    private static RunningService service;
    private static JdbcTemplate jdbc;

    private static final List<byte[]> leafHashes = new ArrayList<>(ENTRIES);
    private static CompactTree tree = CompactTree.empty();

    @BeforeAll
    static void start() {
        replicas = LedgerReplicas.start();
        service = RunningService.start(AuditApplication::builder, replicas);
        jdbc = service.jdbc();
        for (int i = 0; i < BEFORE - 1; i++) {
            append(MerkleTree.leafHash(ByteBuffer.allocate(Integer.BYTES).putInt(i).array()));
        }
        Hash last = insertEntries(BEFORE - 1, 1, 15, Hash.ZERO);
        BlockHeader before = insertBlock(15, Hash.ZERO, BEFORE - 1);
        last = insertEntries(BEFORE, LAST_BLOCK, 16, last);
        BlockHeader head = insertBlock(16, before.hash(), BEFORE);
        jdbc.update("insert into head (header, certificate, edge, last_hash) values (?, ?, ?, ?)",
                BlockHeader.CODEC.encode(head), certificate(head), HeadRow.join(tree.hashes()).unsafeArray(),
                last.unsafeArray());
        insertRuns();
    }

    @AfterAll
    static void stop() {
        service.close();
        replicas.close();
    }

    private static void append(byte[] leafHash) {
        leafHashes.add(leafHash);
        tree = tree.append(leafHash);
    }

    /** Returns the hash of the last one. */
    private static Hash insertEntries(int from, int count, long height, Hash previousHash) {
        Hash previous = previousHash;
        var rows = new ArrayList<Object[]>();
        for (int index = from; index < from + count; index++) {
            var content = new AuditContent("session_closed", TestMesh.principal("service/worker"), null,
                    TestMesh.principal("replica/0"), height + "/" + (index - from));
            byte[] leaf = new AuditLeaf(AuditLeaf.VERSION, index, height, Hash.ZERO, 1_000 * height,
                            new CommandId(Bytes.wrap(new byte[16])), Hash.ZERO, new Decision.Accepted(), content, previous)
                    .encode();
            EntryRow row = entry(leaf);
            rows.add(new Object[] {
                row.index(), row.height(), row.timeMillis(), row.commandId().toArray(), row.jwsHash().toArray(),
                row.action(), row.serviceId(), row.capability(), row.nodeId(), row.consensusId(), row.decision(),
                row.previousHash().toArray(), row.entryHash().toArray(), row.merkleRoot().toArray(), leaf
            });
            previous = Hash.sha256(leaf);
            append(MerkleTree.leafHash(leaf));
        }
        jdbc.batchUpdate("insert into entry values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows);
        return previous;
    }

    private static EntryRow entry(byte[] leaf) {
        try {
            return EntryRow.of(AuditLeaf.CODEC.decode(leaf), leaf, tree.root());
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    private static BlockHeader insertBlock(long height, Hash parent, long firstIndex) {
        TestMesh mesh = replicas.chain().mesh();
        Hash set = mesh.genesis().replicaSet().hash();
        var header = new BlockHeader(mesh.chainId(), 0, height, parent, Hash.ZERO, Hash.ZERO, Hash.ZERO, tree.size(),
                Hash.of(tree.root()), set, set, 1_000 * height, 0);
        jdbc.update("insert into block values (?, ?, ?, ?, ?, ?)", height, BlockHeader.CODEC.encode(header),
                certificate(header), firstIndex, tree.size(), tree.root());
        return header;
    }

    private static byte[] certificate(BlockHeader header) {
        return CERTIFICATE.encode(replicas.chain().mesh().certificate(VoteType.COMMIT, header, 0, 1, 2));
    }

    private static void insertRuns() {
        for (int i = 0; i < RUN; i++) {
            byte[] root = MerkleTree.rootOfHashes(leafHashes.subList(i * RUN, (i + 1) * RUN));
            jdbc.update("insert into subtree values (1, ?, ?)", i, root);
        }
        jdbc.update("insert into subtree values (2, 0, ?)", tree.root());
    }

    private static List<AuditDifference> check() throws Exception {
        AuditReport report = service.read("/v1/audit/check?from=" + BEFORE + "&limit=5000", AuditReport.class);
        assertThat(report.from()).isEqualTo(BEFORE);
        assertThat(report.next()).isNull();
        return report.differences();
    }

    /** What the check of the last part finds after {@code damage}; then the roots are as before. */
    private static List<AuditDifference> after(String damage) throws Exception {
        jdbc.execute("create table kept as table subtree");
        try {
            assertThat(jdbc.update(damage)).isPositive();
            return check();
        } finally {
            jdbc.execute("delete from subtree");
            jdbc.execute("insert into subtree table kept");
            jdbc.execute("drop table kept");
        }
    }

    @Test
    void anUntouchedLogIsIntact() throws Exception {
        assertThat(check()).isEmpty();
    }

    @Test
    void aChangedRootOfAFullRunOfRunsIsNamed() throws Exception {
        for (String damage : List.of(
                "update subtree set root = set_byte(root, 1, get_byte(root, 1) # 1) where level = 2",
                "update subtree set root = '\\x00' where level = 2", "delete from subtree where level = 2")) {
            assertThat(after(damage))
                    .as(damage)
                    .singleElement()
                    .satisfies(difference -> {
                        assertThat(difference.column()).isEqualTo("subtree.root level 2 index 0");
                        assertThat(difference.expected()).isEqualTo(Hash.of(tree.root()).toHex());
                    });
        }
    }

    @Test
    void everyChangedRootIsNamedWhateverElseIs() throws Exception {
        assertThat(after("update subtree set root = set_byte(root, 1, get_byte(root, 1) # 1)"
                        + " where level = 2 or index >= " + (RUN - 2)))
                .extracting(AuditDifference::column)
                .containsExactlyInAnyOrder("subtree.root level 1 index 254", "subtree.root level 1 index 255",
                        "subtree.root level 2 index 0");
    }
}
