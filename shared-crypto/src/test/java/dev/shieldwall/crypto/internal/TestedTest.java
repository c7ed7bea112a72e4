package dev.shieldwall.crypto.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.shieldwall.crypto.CryptoBug;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TestedTest {

    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void theSelfTestRunsOnceAndAtTheFirstUse() {
        Tested sum = Tested.of("sum", "abacus", runs::incrementAndGet);
        assertThat(sum.passedBy()).isEmpty();
        assertThat(sum.failed()).isFalse();
        assertThat(runs).hasValue(0);
        sum.require();
        sum.require();
        assertThat(runs).hasValue(1);
        assertThat(sum.primitive()).isEqualTo("sum");
        assertThat(sum.passedBy()).contains("abacus");
    }

    @Test
    void aWrongAnswerNamesPrimitiveAndProviderAndIsNeverTriedAgain() {
        Tested sum = Tested.of("sum", "abacus", () -> {
            runs.incrementAndGet();
            KnownAnswer.require("sum", "02", new byte[] {3});
        });
        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(CryptoBug.class)
                    .isThrownBy(sum::require)
                    .withMessage("sum by abacus fails its self-test: sum answers wrongly: 03 instead of 02; refusing to start");
        }
        assertThat(runs).hasValue(1);
        assertThat(sum.passedBy()).isEmpty();
        assertThat(sum.failed()).isTrue();
    }

    /** A broken library throws what it likes; none of it may pass for an answer. */
    @Test
    void whateverALibraryThrowsIsAFailedTest() {
        for (Throwable thrown : List.of(new ArithmeticException("carry"), new NoClassDefFoundError("carry"))) {
            Tested sum = Tested.of("sum", "abacus", () -> raise(thrown));
            assertThatExceptionOfType(CryptoBug.class)
                    .isThrownBy(sum::require)
                    .withMessage("sum by abacus fails its self-test: carry")
                    .withCause(thrown);
        }
    }

    /** It says nothing of the library; the next caller may have more room. */
    @Test
    void aTestThatRanOutOfStackOrMemoryIsRunAgain() {
        for (Error thrown : List.of(new StackOverflowError(), new OutOfMemoryError("heap"))) {
            runs.set(0);
            Tested sum = Tested.of("sum", "abacus", () -> {
                if (runs.incrementAndGet() == 1) {
                    throw thrown;
                }
            });
            assertThatExceptionOfType(VirtualMachineError.class).isThrownBy(sum::require).isSameAs(thrown);
            assertThat(sum.failed()).isFalse();
            sum.require();
            assertThat(sum.passedBy()).contains("abacus");
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void raise(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @Test
    void theSelfTestItselfMayUseThePrimitive() {
        var own = new AtomicReference<Tested>();
        Tested sum = Tested.of("sum", "abacus", () -> {
            runs.incrementAndGet();
            Objects.requireNonNull(own.get()).require();
        });
        own.set(sum);
        sum.require();
        assertThat(runs).hasValue(1);
    }

    /** The others wait for the answer of the test, good or bad. */
    @Test
    void noOtherThreadGetsThroughWhileTheTestRuns() throws Exception {
        var begun = new CountDownLatch(1);
        var end = new CountDownLatch(1);
        Tested sum = Tested.of("sum", "abacus", () -> {
            begun.countDown();
            awaitUnchecked(end);
            throw new CryptoBug("wrong");
        });
        List<Future<?>> callers = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            callers.add(threads.submit(sum::require));
            begun.await();
            for (int i = 0; i < 20; i++) {
                callers.add(threads.submit(sum::require));
            }
            assertThat(callers).noneMatch(Future::isDone);
            end.countDown();
        }
        assertThat(callers).allMatch(caller -> caller.state() == Future.State.FAILED);
    }

    private static void awaitUnchecked(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
