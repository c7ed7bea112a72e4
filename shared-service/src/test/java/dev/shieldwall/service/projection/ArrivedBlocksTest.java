package dev.shieldwall.service.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.client.TestMesh;
import dev.shieldwall.model.block.CertifiedBlock;
import dev.shieldwall.model.codec.Bytes;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class ArrivedBlocksTest {

    private static final CertifiedBlock EMPTY = TestMesh.create().accepted(null);

    private static CertifiedBlock of(int commands) {
        return new CertifiedBlock(
                EMPTY.header(), Collections.nCopies(commands, Bytes.EMPTY), List.of(), EMPTY.certificate());
    }

    private static Queue<CertifiedBlock> waiting(int blocks, int commands) {
        return new ArrayDeque<>(Collections.nCopies(blocks, of(commands)));
    }

    @Test
    void aBlockWithNoneBehindItIsAlone() {
        assertThat(ArrivedBlocks.from(EMPTY, () -> null)).containsExactly(EMPTY);
    }

    @Test
    void sixteenBlocksAreTakenAtMost() {
        assertThat(ArrivedBlocks.from(EMPTY, waiting(14, 0)::poll)).hasSize(15);
        assertThat(ArrivedBlocks.from(EMPTY, waiting(15, 0)::poll)).hasSize(16);
        Queue<CertifiedBlock> more = waiting(16, 0);
        assertThat(ArrivedBlocks.from(EMPTY, more::poll)).hasSize(16);
        assertThat(more).hasSize(1);
    }

    @Test
    void noBlockIsTakenAfterFiveHundredAndTwelveCommands() {
        assertThat(ArrivedBlocks.from(of(511), waiting(3, 1)::poll)).hasSize(2);
        assertThat(ArrivedBlocks.from(of(512), waiting(3, 1)::poll)).hasSize(1);
        assertThat(ArrivedBlocks.from(of(256), waiting(3, 256)::poll)).hasSize(2);
    }
}
