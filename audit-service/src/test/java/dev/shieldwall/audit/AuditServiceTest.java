package dev.shieldwall.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.client.http.Problem;
import dev.shieldwall.crypto.merkle.MerkleProofs;
import dev.shieldwall.crypto.merkle.MerkleTree;
import dev.shieldwall.crypto.merkle.TreeHead;
import dev.shieldwall.model.audit.AuditEntry;
import dev.shieldwall.model.audit.AuditPage;
import dev.shieldwall.model.audit.ConsistencyProof;
import dev.shieldwall.model.audit.LogProof;
import dev.shieldwall.model.block.CertifiedBlock;
import dev.shieldwall.model.block.ReplicaKeys;
import dev.shieldwall.model.block.Vote;
import dev.shieldwall.model.block.VoteType;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.model.genesis.Genesis;
import dev.shieldwall.service.mesh.LedgerReplicas;
import dev.shieldwall.service.mesh.RunningService;
import dev.shieldwall.service.mesh.Scenario;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AuditServiceTest {

    private static final int ENTRIES = 300;

    private static LedgerReplicas replicas;
    private static RunningService service;

    @BeforeAll
    static void start() throws Exception {
        replicas = LedgerReplicas.start();
        LogStory.tell(replicas.chain(), ENTRIES);
        service = RunningService.start(AuditApplication::builder, replicas);
        service.awaitHeight(replicas.chain().height());
    }

    @AfterAll
    static void stop() {
        service.close();
        replicas.close();
    }

    @Test
    void theLogIsTheOneThatTheCertifiedHeadersName() throws Exception {
        CertifiedBlock last = replicas.chain().block(replicas.chain().height());
        LogProof proof = service.read("/v1/audit/proofs/inclusion?index=0", LogProof.class);

        assertThat(last.header().auditSize()).isEqualTo(ENTRIES);
        assertThat(proof.size()).isEqualTo(ENTRIES);
        assertThat(proof.root()).isEqualTo(last.header().auditRoot());
    }

    @Test
    void anEntryHasTheShapeOfTheReferenceAndIsSignedByAQuorum() throws Exception {
        AuditEntry entry = service.read("/v1/audit/entries/3", AuditEntry.class);
        AuditEntry before = service.read("/v1/audit/entries/2", AuditEntry.class);
        Genesis genesis = replicas.chain().mesh().genesis();
        CertifiedBlock block = replicas.chain().block(entry.height());

        assertThat(entry.id()).isEqualTo("audit-3");
        assertThat(entry.timestamp()).isEqualTo(block.header().timeMillis());
        assertThat(entry.entryHash()).isEqualTo(Hash.sha256(entry.leaf().toArray()));
        assertThat(entry.previousHash()).isEqualTo(before.entryHash());
        assertThat(entry.content().nodeId()).isEqualTo(genesis.replicaPrincipal(block.header().builder()));
        assertThat(entry.nodeConsensus().consensusHash()).isEqualTo(block.header().hash());
        assertThat(entry.nodeConsensus().participatingNodes()).hasSize(3);
        assertThat(entry.signature()).isEqualTo(entry.nodeConsensus().signatures().getFirst());
        byte[] signed = Vote.signedBytes(genesis.chainId(), 0, VoteType.COMMIT, entry.height(),
                entry.nodeConsensus().view(), entry.nodeConsensus().consensusHash());
        for (int i = 0; i < 3; i++) {
            ReplicaKeys.of(genesis).verify(i, Vote.CONTEXT, signed, entry.nodeConsensus().signatures().get(i));
        }
    }

    @Test
    void theRootOfAnEntryIsThatOfTheLogBeforeIt() throws Exception {
        List<byte[]> leaves = new ArrayList<>();
        for (AuditEntry entry : all("")) {
            assertThat(entry.merkleRoot()).isEqualTo(Hash.of(MerkleTree.rootOfHashes(leaves)));
            leaves.add(MerkleTree.leafHash(entry.leaf().toArray()));
        }
        assertThat(leaves).hasSize(ENTRIES);
    }

    @Test
    void filtersPickAndPagesHoldEachEntryOnce() throws Exception {
        List<AuditEntry> denied = all("&action=authorization_denied");
        List<AuditEntry> granted = all("&action=authorization_granted");

        assertThat(denied).isNotEmpty().allMatch(e -> e.content().action().equals("authorization_denied"));
        assertThat(granted).isNotEmpty().allMatch(e -> "data-write".equals(e.content().capability()));
        assertThat(all("&serviceId=spiffe://mesh.example/operator/ana"))
                .extracting(e -> e.content().action()).containsOnly("capability_granted");
        assertThat(all("")).extracting(AuditEntry::index).doesNotHaveDuplicates().hasSize(ENTRIES);
    }

    @Test
    void aFilterThatNoEntryCouldHaveIsMalformed() throws Exception {
        for (String filter : List.of("action=%00", "action=", "action=Identity", "action=" + "a".repeat(65),
                "serviceId=%00", "serviceId=ana", "cursor=%00", "limit=%00")) {
            assertThat(service.read("/v1/audit/entries?" + filter).statusCode()).as(filter).isEqualTo(400);
        }
        assertThat(service.read("/v1/audit/entries?action=" + "a".repeat(64), AuditPage.class).items()).isEmpty();
        assertThat(service.read("/v1/audit/entries?serviceId=spiffe://mesh.example/service/x", AuditPage.class).items())
                .isEmpty();
    }

    private static List<AuditEntry> all(String filter) throws Exception {
        var entries = new ArrayList<AuditEntry>();
        String cursor = "";
        while (true) {
            AuditPage page = service.read("/v1/audit/entries?limit=70" + filter + cursor, AuditPage.class);
            entries.addAll(page.items());
            if (page.next() == null) {
                return entries;
            }
            cursor = "&cursor=" + page.next();
        }
    }

    @Test
    void proofsFromTheStoredLogVerifyWithSharedCrypto() throws Exception {
        for (long size : new long[] {1, 2, 255, 256, 257, ENTRIES}) {
            for (long index : new long[] {0, size / 2, size - 1}) {
                AuditEntry entry = service.read("/v1/audit/entries/" + index, AuditEntry.class);
                LogProof proof = service.read(
                        "/v1/audit/proofs/inclusion?index=" + index + "&size=" + size, LogProof.class);
                MerkleProofs.verifyInclusion(MerkleTree.leafHash(entry.leaf().toArray()), index, size,
                        proof.path().stream().map(Hash::unsafeArray).toList(), proof.root().unsafeArray());
            }
            ConsistencyProof grown =
                    service.read("/v1/audit/proofs/consistency?from=" + size, ConsistencyProof.class);
            MerkleProofs.verifyConsistency(new TreeHead(size, grown.fromRoot().unsafeArray()),
                    new TreeHead(grown.to(), grown.toRoot().unsafeArray()),
                    grown.path().stream().map(Hash::unsafeArray).toList());
        }
    }

    @Test
    void aProofOutsideTheLogIsMalformed() throws Exception {
        for (String path : List.of("inclusion?index=" + ENTRIES, "inclusion?index=-1", "inclusion?index=0&size=0",
                "inclusion?index=0&size=" + (ENTRIES + 1), "inclusion", "consistency?from=2&to=1",
                "consistency?from=0&to=" + (ENTRIES + 1))) {
            assertThat(service.read("/v1/audit/proofs/" + path).statusCode()).as(path).isEqualTo(400);
        }
        assertThat(service.read("/v1/audit/entries/" + ENTRIES).statusCode()).isEqualTo(404);
        assertThat(RunningService.parse(service.get("/v1/audit/check").body(), Problem.class).code())
                .isEqualTo("unauthenticated");
    }

    @Test
    void aRestartGoesOnWhereTheTablesStand() throws Exception {
        LedgerReplicas own = LedgerReplicas.start();
        try (own; RunningService log = RunningService.start(AuditApplication::builder, own)) {
            Scenario scenario = new Scenario(own.chain().mesh(), "restarted");
            own.chain().commit(scenario.register());
            log.awaitHeight(1);
            log.restart();
            own.chain().commit();
            SignedCommand opened = scenario.establish(scenario.newSessionId());
            own.chain().commit(opened);
            log.awaitHeight(3);

            AuditPage page = log.read("/v1/audit/entries", AuditPage.class);

            assertThat(page.items()).extracting(e -> e.content().action())
                    .containsExactly("identity_registered", "session_established");
            assertThat(page.items().getLast().commandId()).isEqualTo(opened.payload().commandId());
        }
    }
}
