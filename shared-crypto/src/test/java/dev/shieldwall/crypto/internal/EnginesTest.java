package dev.shieldwall.crypto.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.shieldwall.crypto.CryptoBug;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EnginesTest {

    private final AtomicInteger made = new AtomicInteger();
    private final Engines<AtomicBoolean> engines = new Engines<>(() -> {
        made.incrementAndGet();
        return new AtomicBoolean();
    });

    @Test
    void whatComesBackIsUsedAgain() {
        AtomicBoolean first = engines.take();
        engines.giveBack(first);
        assertThat(engines.take()).isSameAs(first);
        assertThat(engines.take()).isNotSameAs(first);
        assertThat(made).hasValue(2);
    }

    @Test
    void nobodyWaitsAndSparesAreBounded() {
        List<AtomicBoolean> taken = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            taken.add(engines.take());
        }
        assertThat(taken).doesNotHaveDuplicates();
        taken.forEach(engines::giveBack);
        List<AtomicBoolean> spare = new ArrayList<>();
        engines.drain(spare::add);
        assertThat(spare).hasSizeBetween(2, 16);
        int drained = spare.size();
        engines.drain(spare::add);
        assertThat(spare).as("drained once").hasSize(drained);
    }

    /** Its owner is closed and overwrites no more keys. */
    @Test
    void whatComesBackAfterTheDrainIsTakenOutToo() {
        AtomicBoolean used = engines.take();
        List<AtomicBoolean> last = new ArrayList<>();
        engines.drain(last::add);
        engines.giveBack(used);
        assertThat(last).containsExactly(used);
        assertThat(engines.take()).isNotSameAs(used);
    }

    /** The flag is set by its holder; a second holder would find it set. */
    @Test
    @SuppressWarnings("ThreadPriorityCheck") // the yield only makes meetings likely
    void noTwoVirtualThreadsHoldTheSameEngine() throws Exception {
        List<Future<Boolean>> answers = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 5_000; i++) {
                answers.add(threads.submit(() -> {
                    AtomicBoolean held = engines.take();
                    boolean alone = held.compareAndSet(false, true);
                    Thread.yield();
                    held.set(false);
                    engines.giveBack(held);
                    return alone;
                }));
            }
        }
        for (Future<Boolean> answer : answers) {
            assertThat(answer.get()).isTrue();
        }
    }

    @Test
    void aWrongAnswerIsABug() {
        KnownAnswer.require("sum", "0102", new byte[] {1, 2});
        assertThatExceptionOfType(CryptoBug.class)
                .isThrownBy(() -> KnownAnswer.require("sum", "0102", new byte[] {1, 3}))
                .withMessageContaining("sum");
        assertThatExceptionOfType(CryptoBug.class).isThrownBy(() -> KnownAnswer.require("sum", "0102", new byte[] {1}));
        assertThatExceptionOfType(CryptoBug.class).isThrownBy(() -> KnownAnswer.require("sum", "0102", new byte[] {1, 2, 3}));
    }
}
