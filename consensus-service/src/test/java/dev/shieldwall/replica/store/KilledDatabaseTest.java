package dev.shieldwall.replica.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledDatabaseTest {

    @TempDir
    Path directory;

    @Test
    void aKilledDatabaseLosesNoFlushedBlockAndTheRestFollowsWhenItIsBack() throws Exception {
        try (Database database = new Database(directory);
                BlockStore store = new BlockStore(database.settings("replica_0"));
                BlockWriter writer = new BlockWriter(store, 0, contradiction -> {})) {
            writer.start();
            for (int height = 1; height <= 200; height++) {
                writer.offer(BlockStoreTest.block(height, 2_000));
            }
            writer.awaitFlushed(64, 20_000);
            database.kill();
            long flushed = writer.flushedHeight();
            for (int height = 201; height <= 400; height++) {
                writer.offer(BlockStoreTest.block(height, 2_000));
            }
            Thread.sleep(1_000);
            assertThat(writer.flushedHeight()).isLessThan(400);
            assertThat(writer.waitingBytes()).isPositive();
            assertThat(writer.trouble()).isNotNull();
            database.restart();
            // The server recovers for a while. The writer goes on after what it knew to be flushed, so a gap would show.
            assertThat(writer.awaitFlushed(400, 60_000)).isTrue();
            assertThat(flushed).isGreaterThanOrEqualTo(64);
            assertThat(writer.trouble()).isNull();
            assertThat(BlockStoreTest.heights(store.range(1, 1_000, Long.MAX_VALUE))).hasSize(400);
        }
    }
}
