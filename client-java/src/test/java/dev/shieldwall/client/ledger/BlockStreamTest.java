package dev.shieldwall.client.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.client.TestMesh;
import dev.shieldwall.client.TestReplica;
import dev.shieldwall.model.block.CertifiedBlock;
import dev.shieldwall.model.block.ResultLeaf;
import dev.shieldwall.model.block.VoteType;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.decision.Decision;
import dev.shieldwall.model.decision.Rejection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class BlockStreamTest extends ReplicasTest {

    /** Replica 0 sends what {@code lie} makes of each block; the client must record it and take the truth elsewhere. */
    private void theLieIsFoundAndTheTruthTakenElsewhere(Function<CertifiedBlock, byte[]> lie) throws Exception {
        CertifiedBlock first = chain.commit(command());
        CertifiedBlock second = chain.commit(command(), command());
        replicas.getFirst().onBlock(lie);
        LedgerClient client = client();

        try (BlockStream blocks = client.blocks(1, mesh.chainId())) {
            assertThat(blocks.next()).isEqualTo(first);
            assertThat(blocks.next()).isEqualTo(second);
        }
        assertThat(client.replicas().getFirst().forged()).isEqualTo(1);
        assertThat(client.replicas().get(1).forged()).isZero();
    }

    @Test
    void blocksComeInOrderAsTheyAreCommitted() throws Exception {
        CertifiedBlock first = chain.commit(command());
        try (BlockStream blocks = client().blocks(1, mesh.chainId())) {
            assertThat(blocks.next()).isEqualTo(first);
            CertifiedBlock second = chain.commit();
            assertThat(blocks.next()).isEqualTo(second);
        }
    }

    @Test
    void aFollowerStartsWhereItStopped() throws Exception {
        CertifiedBlock first = chain.commit(command());
        CertifiedBlock second = chain.commit(command());
        try (BlockStream blocks = client().blocks(2, first.header().hash())) {
            assertThat(blocks.next()).isEqualTo(second);
        }
    }

    @Test
    void aChangedResultUnderAGenuineCertificateIsFound() throws Exception {
        theLieIsFoundAndTheTruthTakenElsewhere(block -> {
            ResultLeaf real = block.results().getFirst();
            var changed = new ResultLeaf(
                    0, real.principal(), real.commandId(), real.jwsHash(),
                    new Decision.Rejected(Rejection.SESSION_UNKNOWN, "no"), List.of());
            return CertifiedBlock.CODEC.encode(new CertifiedBlock(
                    block.header(), block.commands(), List.of(changed), block.certificate()));
        });
    }

    @Test
    void aMissingCommandUnderAGenuineCertificateIsFound() throws Exception {
        theLieIsFoundAndTheTruthTakenElsewhere(block -> CertifiedBlock.CODEC.encode(
                new CertifiedBlock(block.header(), List.of(), block.results(), block.certificate())));
    }

    @Test
    void aPrepareCertificateCommitsNothing() throws Exception {
        theLieIsFoundAndTheTruthTakenElsewhere(block -> CertifiedBlock.CODEC.encode(new CertifiedBlock(
                block.header(), block.commands(), block.results(),
                mesh.certificate(VoteType.PREPARE, block.header(), 0, 1, 2))));
    }

    @Test
    void aQuorumMinusOneCommitsNothing() throws Exception {
        theLieIsFoundAndTheTruthTakenElsewhere(block -> CertifiedBlock.CODEC.encode(
                mesh.certified(block.header(), block.commands(), block.results(), 0, 1)));
    }

    @Test
    void aBlockOfAnotherMeshIsFound() throws Exception {
        TestMesh other = TestMesh.another();
        theLieIsFoundAndTheTruthTakenElsewhere(_ -> CertifiedBlock.CODEC.encode(other.accepted(null)));
    }

    @Test
    void aGenuineBlockOutOfOrderIsFound() throws Exception {
        theLieIsFoundAndTheTruthTakenElsewhere(_ ->
                CertifiedBlock.CODEC.encode(chain.block(2)));
    }

    @Test
    void bytesThatAreNoBlockAreFound() throws Exception {
        theLieIsFoundAndTheTruthTakenElsewhere(_ -> new byte[] {1, 2, 3});
    }

    @Test
    void aFrameOfNoBytesIsFound() throws Exception {
        theLieIsFoundAndTheTruthTakenElsewhere(_ -> new byte[0]);
    }

    @Test
    void aFrameBeyondTheBoundIsFoundByItsLength() throws Exception {
        theLieIsFoundAndTheTruthTakenElsewhere(_ -> new byte[8 * 1024 * 1024 + 1]);
    }

    @Test
    void aCertifiedBlockThatDoesNotFollowIsABrokenChain() throws Exception {
        chain.commit(command());
        try (BlockStream blocks = client().blocks(1, Hash.ZERO)) {
            assertThatThrownBy(blocks::next).isInstanceOf(BrokenChainException.class);
        }
    }

    @Test
    void aStreamThatEndsIsTakenUpElsewhereWithoutAGap() throws Exception {
        for (int i = 0; i < 5; i++) {
            chain.commit(command());
        }
        var sent = new AtomicInteger();
        replicas.getFirst().onBlock(block -> sent.incrementAndGet() > 2 ? null : CertifiedBlock.CODEC.encode(block));
        LedgerClient client = client();

        try (BlockStream blocks = client.blocks(1, mesh.chainId())) {
            for (int height = 1; height <= 5; height++) {
                assertThat(blocks.next().header().height()).isEqualTo(height);
            }
        }
        assertThat(client.replicas().getFirst().forged()).isZero();
        assertThat(client.replicas().getFirst().failed()).isEqualTo(1);
    }

    @Test
    void aStreamThatStallsIsTakenUpElsewhere() throws Exception {
        CertifiedBlock first = chain.commit(command());
        replicas.getFirst().onBlock(block -> {
            TestReplica.sleep(Duration.ofSeconds(20));
            return null;
        });
        LedgerClient client = client(Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofMillis(600));
        try (BlockStream blocks = client.blocks(1, mesh.chainId())) {
            assertThat(blocks.next()).isEqualTo(first);
        }
        assertThat(client.replicas().getFirst().failed()).isPositive();
    }

    @Test
    void withAllReplicasAwayTheFollowerWaitsAndInterruptionEndsIt() throws Exception {
        replicas.forEach(TestReplica::close);
        BlockStream blocks = client().blocks(1, mesh.chainId());
        Thread waiting = Thread.ofVirtual().start(() -> {
            try {
                blocks.next();
            } catch (InterruptedException | BrokenChainException e) {
                blocks.close();
            }
        });
        assertThat(waiting.join(Duration.ofMillis(500))).isFalse();
        waiting.interrupt();
        assertThat(waiting.join(Duration.ofSeconds(5))).isTrue();
    }

    @Test
    void aFollowerOutlivesTheDeathOfItsReplica() throws Exception {
        CertifiedBlock first = chain.commit(command());
        try (BlockStream blocks = client().blocks(1, mesh.chainId())) {
            assertThat(blocks.next()).isEqualTo(first);
            replicas.getFirst().close();
            CertifiedBlock second = chain.commit(command());
            assertThat(blocks.next()).isEqualTo(second);
        }
    }

    private static CertifiedBlock arrival(BlockStream blocks) {
        for (int i = 0; i < 100; i++) {
            CertifiedBlock block = blocks.poll();
            if (block != null) {
                return block;
            }
            TestReplica.sleep(Duration.ofMillis(50));
        }
        throw new AssertionError("nothing arrived");
    }

    @Test
    void whatHasArrivedIsTakenInOrderAndNothingIsWaitedFor() throws Exception {
        CertifiedBlock first = chain.commit(command());
        CertifiedBlock second = chain.commit(command());
        try (BlockStream blocks = client().blocks(1, mesh.chainId())) {
            assertThat(blocks.poll()).isNull();
            assertThat(blocks.next()).isEqualTo(first);
            assertThat(arrival(blocks)).isEqualTo(second);
            assertThat(blocks.poll()).isNull();
            CertifiedBlock third = chain.commit(command());
            assertThat(blocks.next()).isEqualTo(third);
        }
    }

    @Test
    void whatIsNotInOrderIsLeftToWhoWaits() throws Exception {
        CertifiedBlock first = chain.commit(command());
        CertifiedBlock second = chain.commit(command());
        replicas.getFirst().onBlock(
                block -> CertifiedBlock.CODEC.encode(block.header().height() == 2 ? first : block));
        LedgerClient client = client();

        try (BlockStream blocks = client.blocks(1, mesh.chainId())) {
            assertThat(blocks.next()).isEqualTo(first);
            TestReplica.sleep(Duration.ofMillis(300));
            assertThat(blocks.poll()).isNull();
            assertThat(client.replicas().getFirst().forged()).isZero();
            assertThat(blocks.next()).isEqualTo(second);
            assertThat(client.replicas().getFirst().forged()).isEqualTo(1);
        }
    }

    @Test
    void aForkIsLeftToWhoWaits() throws Exception {
        CertifiedBlock first = chain.commit(command());
        CertifiedBlock elsewhere = mesh.accepted(mesh.accepted(null, command()).header(), command());
        replicas.forEach(replica -> replica.onBlock(
                block -> CertifiedBlock.CODEC.encode(block.header().height() == 2 ? elsewhere : block)));
        chain.commit(command());

        try (BlockStream blocks = client().blocks(1, mesh.chainId())) {
            assertThat(blocks.next()).isEqualTo(first);
            TestReplica.sleep(Duration.ofMillis(300));
            assertThat(blocks.poll()).isNull();
            assertThatThrownBy(blocks::next).isInstanceOf(BrokenChainException.class);
        }
    }

    @Test
    void heightsStartAtOne() throws Exception {
        LedgerClient client = client();
        assertThatThrownBy(() -> client.blocks(0, mesh.chainId())).isInstanceOf(IllegalArgumentException.class);
    }
}
