package dev.shieldwall.replica.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockStoreTest {

    @TempDir
    static Path directory;

    private static Database database;
    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private BlockStore store;

    @BeforeAll
    static void startDatabase() throws IOException {
        database = new Database(directory);
    }

    @AfterAll
    static void stopDatabase() throws IOException {
        database.close();
    }

    @BeforeEach
    void openStore() {
        store = new BlockStore(database.settings("replica_" + SCHEMAS.incrementAndGet()));
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void blocksAreReadBackByHeightAndByRange() {
        store.migrate();
        assertThat(store.latestHeight()).isZero();
        store.insert(List.of(block(1, 10), block(2, 10), block(3, 10)));
        assertThat(store.latestHeight()).isEqualTo(3);
        assertThat(store.find(2).orElseThrow().body()).isEqualTo(new byte[10]);
        assertThat(store.find(4)).isEmpty();
        assertThat(heights(store.range(2, 100, Long.MAX_VALUE))).containsExactly(2L, 3L);
        assertThat(heights(store.range(1, 2, Long.MAX_VALUE))).containsExactly(1L, 2L);
    }

    @Test
    void aRangeEndsAtItsBytesButHoldsAtLeastOneBlock() {
        store.migrate();
        store.insert(List.of(block(1, 1000), block(2, 1000), block(3, 1000)));
        long one = block(1, 1000).sizeBytes();
        assertThat(heights(store.range(1, 100, 2 * one))).containsExactly(1L, 2L);
        assertThat(heights(store.range(1, 100, 2 * one - 1))).containsExactly(1L);
        assertThat(heights(store.range(1, 100, 1))).containsExactly(1L);
    }

    @Test
    void theSameBlockAgainChangesNothingAndAnotherAtItsHeightIsAContradiction() {
        store.migrate();
        store.insert(List.of(block(1, 10)));
        store.insert(List.of(block(1, 10), block(2, 10)));
        assertThat(store.latestHeight()).isEqualTo(2);
        StoredBlock other = new StoredBlock(
                2, new byte[32], new byte[1], new byte[1], new byte[1], new byte[1], List.of());
        assertThatThrownBy(() -> store.insert(List.of(block(3, 10), other))).isInstanceOf(StoreContradiction.class);
        assertThat(store.latestHeight()).as("nothing of the transaction stays").isEqualTo(2);
    }

    @Test
    void aDecisionIsFoundByPrincipalAndCommandIdTheNewestFirst() {
        store.migrate();
        store.insert(List.of(block(1, 10), blockWith(2, decision(1, "spiffe://mesh/a", 2, 0)), block(3, 10)));
        assertThat(store.decision("spiffe://mesh/a", commandId(1))).hasValueSatisfying(found ->
                assertThat(found.height()).isEqualTo(2));
        assertThat(store.decision("spiffe://mesh/b", commandId(1))).isEmpty();
        assertThat(store.decision("spiffe://mesh/a", commandId(9))).isEmpty();
    }

    @Test
    void ofThePrincipalsThatUsedAnIdTwoAreNamed() {
        store.migrate();
        assertThat(store.principals(commandId(1))).isEmpty();
        store.insert(List.of(block(1, 10)));
        assertThat(store.principals(commandId(1))).containsExactly("spiffe://mesh/a");
        IndexedDecision[] others = IntStream.range(0, 40)
                .mapToObj(i -> decision(1, "spiffe://mesh/b" + i, 2, i))
                .toArray(IndexedDecision[]::new);
        store.insert(List.of(blockWith(2, others)));
        assertThat(store.principals(commandId(1))).hasSize(2).contains("spiffe://mesh/a");
        assertThat(store.decision("spiffe://mesh/a", commandId(1))).hasValueSatisfying(found ->
                assertThat(found.height()).isEqualTo(1));
    }

    @Test
    void aWriterStartsBeforeTheDatabaseHasASchemaAndKeepsTheOrder() throws Exception {
        try (BlockWriter writer = new BlockWriter(store, 0, contradiction -> {})) {
            for (int height = 1; height <= 300; height++) {
                writer.offer(block(height, 100));
                writer.offer(block(height, 100));
            }
            writer.start();
            assertThat(writer.awaitFlushed(300, 20_000)).isTrue();
            assertThat(writer.waitingBytes()).isZero();
            assertThat(writer.trouble()).isNull();
        }
        assertThat(store.latestHeight()).isEqualTo(300);
    }

    @Test
    void beyondAGapNothingIsComplete() throws Exception {
        store.migrate();
        assertThat(store.completeHeight()).isZero();
        try (BlockWriter writer = new BlockWriter(store, 0, contradiction -> {})) {
            writer.start();
            writer.offer(block(1, 10));
            writer.offer(block(2, 10));
            writer.offer(block(4, 10));
            assertThat(writer.awaitFlushed(2, 20_000)).isTrue();
            assertThat(writer.awaitFlushed(3, 500)).isFalse();
        }
        assertThat(store.latestHeight()).isEqualTo(4);
        assertThat(store.completeHeight()).isEqualTo(2);
    }

    @Test
    void completeIsWhatFollowsWithoutAGapHoweverManyPartsAreAskedFor() throws Exception {
        store.migrate();
        execute("insert into $.block select height, decode(lpad(to_hex(height), 64, '0'), 'hex'), '', '', '', ''"
                + " from generate_series(1, " + (2 * BlockStore.PART + 1) + ") as height");
        assertThat(store.completeHeight()).isEqualTo(2 * BlockStore.PART + 1);
        remove(2 * BlockStore.PART + 1);
        assertThat(store.completeHeight()).isEqualTo(2 * BlockStore.PART);
        remove(BlockStore.PART + 1);
        assertThat(store.completeHeight()).isEqualTo(BlockStore.PART);
        remove(BlockStore.PART);
        assertThat(store.completeHeight()).isEqualTo(BlockStore.PART - 1);
        remove(1);
        assertThat(store.completeHeight()).isZero();
    }

    @Test
    void whatWasNotedIsNotLookedAtAgainExceptAtItsEnds() throws Exception {
        store.migrate();
        store.insert(List.of(block(1, 10), block(3, 10), block(4, 10), block(6, 10)));
        store.noteComplete(3);
        assertThat(store.completeHeight()).isEqualTo(4);
        store.noteComplete(1);
        assertThat(store.completeHeight()).as("a note never goes back").isEqualTo(4);
        remove(3);
        assertThat(store.completeHeight()).as("newer ones are gone").isEqualTo(1);
        store.insert(List.of(block(3, 10)));
        remove(1);
        assertThat(store.completeHeight()).as("older ones are gone").isZero();
    }

    @Test
    void aWriterThatCouldNotAskWhatIsThereClaimsNothing() throws Exception {
        store.migrate();
        store.insert(List.of(block(1, 10), block(2, 10), block(3, 10), block(6, 10)));
        execute("alter table $.complete_height rename to away");
        try (BlockWriter writer = new BlockWriter(store, 5, contradiction -> {})) {
            writer.offer(block(6, 10));
            writer.start();
            assertThat(writer.awaitFlushed(1, 1_500)).isFalse();
            assertThat(writer.flushedHeight()).isZero();
            assertThat(writer.trouble()).isNotNull();
            execute("alter table $.away rename to complete_height");
            assertThat(writer.awaitFlushed(3, 20_000)).isTrue();
            assertThat(writer.awaitFlushed(4, 500)).isFalse();
            assertThat(writer.waitingBytes()).isZero();
        }
    }

    @Test
    void aWriterNotesFromTimeToTimeWhatIsComplete() throws Exception {
        store.migrate();
        execute("insert into $.block select height, decode(lpad(to_hex(height), 64, '0'), 'hex'), '', '', '', ''"
                + " from generate_series(1, 9998) as height");
        try (BlockWriter writer = new BlockWriter(store, 9_998, contradiction -> {})) {
            writer.start();
            writer.offer(block(9_999, 10));
            assertThat(writer.awaitFlushed(9_999, 20_000)).isTrue();
        }
        remove(5);
        assertThat(store.completeHeight()).as("not noted yet").isEqualTo(4);
        store.insert(List.of(block(5, 10)));
        try (BlockWriter writer = new BlockWriter(store, 9_999, contradiction -> {})) {
            writer.start();
            writer.offer(block(10_000, 10));
            assertThat(writer.awaitFlushed(10_000, 20_000)).isTrue();
        }
        remove(5);
        assertThat(store.completeHeight()).isEqualTo(10_000);
    }

    private void remove(long height) throws SQLException {
        execute("delete from $.block where height = " + height + "; delete from $.command_decision where height = " + height);
    }

    /** @param sql where a dollar sign stands for the schema */
    private void execute(String sql) throws SQLException {
        StoreSettings settings = database.settings("replica_" + SCHEMAS.get());
        try (Connection connection = DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql.replace("$", settings.schema()));
        }
    }

    @Test
    void aContradictionStopsTheWriterAndIsTold() throws Exception {
        store.migrate();
        store.insert(List.of(new StoredBlock(
                1, new byte[32], new byte[1], new byte[1], new byte[1], new byte[1], List.of())));
        AtomicReference<RuntimeException> told = new AtomicReference<>();
        try (BlockWriter writer = new BlockWriter(store, 0, told::set)) {
            writer.start();
            writer.offer(block(1, 10));
            for (int i = 0; i < 2_000 && told.get() == null; i++) {
                Thread.sleep(10);
            }
            assertThat(told.get()).isInstanceOf(StoreContradiction.class).hasMessageContaining("height 1");
        }
    }

    @Test
    @SuppressWarnings("unchecked")
    void aDefectOfTheWriterIsToldAndDoesNotEndItInSilence() throws Exception {
        AtomicReference<RuntimeException> told = new AtomicReference<>();
        List<IndexedDecision> nonsense = (List<IndexedDecision>) (List<?>) List.of("no decision");
        try (BlockWriter writer = new BlockWriter(store, 0, told::set)) {
            writer.start();
            StoredBlock sound = block(1, 10);
            writer.offer(new StoredBlock(
                    1, sound.hash(), sound.header(), sound.body(), sound.results(), sound.certificate(), nonsense));
            assertThat(writer.awaitFlushed(1, 2_000)).isFalse();
            assertThat(told.get()).isInstanceOf(ClassCastException.class);
        }
    }

    static StoredBlock block(long height, int bodyBytes) {
        return block(height, bodyBytes, List.of(decision(height, "spiffe://mesh/a", height, 0)));
    }

    private static StoredBlock blockWith(long height, IndexedDecision... decisions) {
        return block(height, 10, List.of(decisions));
    }

    private static StoredBlock block(long height, int bodyBytes, List<IndexedDecision> decisions) {
        byte[] hash = ByteBuffer.allocate(32).putLong(24, height).array();
        hash[0] = 1;
        return new StoredBlock(
                height, hash, new byte[] {1}, new byte[bodyBytes], new byte[] {3}, new byte[] {4}, decisions);
    }

    private static IndexedDecision decision(long commandId, String principal, long height, int index) {
        return new IndexedDecision(commandId(commandId), principal, new byte[32], height, index);
    }

    private static byte[] commandId(long number) {
        return ByteBuffer.allocate(16).putLong(number).array();
    }

    static List<Long> heights(List<StoredBlock> blocks) {
        List<Long> out = new ArrayList<>();
        blocks.forEach(block -> out.add(block.height()));
        return out;
    }
}
