package dev.shieldwall.crypto.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The pool without a token: who gets which session, and what becomes of one that failed. */
class SessionPoolTest {

    private static final TokenSettings TWO = new TokenSettings("t", 2, Duration.ofMillis(50));
    private static final TokenSettings PATIENT = new TokenSettings("t", 2, Duration.ofMinutes(1));

    private final AtomicLong opened = new AtomicLong();
    private final Set<Long> open = ConcurrentHashMap.newKeySet();

    private SessionPool pool(TokenSettings settings) {
        return new SessionPool(settings, this::openOne, open::remove);
    }

    private long openOne() {
        long session = opened.incrementAndGet();
        open.add(session);
        return session;
    }

    private static Pkcs11Exception failure(ReturnValue value) {
        return Pkcs11Exception.of(Function.SIGN, value.code());
    }

    private static long fail(SessionPool pool, ReturnValue value) {
        assertThatThrownBy(() -> pool.with(session -> {
                    throw failure(value);
                }))
                .isInstanceOf(Pkcs11Exception.class)
                .hasMessageContaining("CKR_" + value.name());
        return pool.with(session -> session);
    }

    @Test
    void aSessionThatWorkedIsUsedAgain() {
        SessionPool pool = pool(TWO);
        assertThat(pool.<Long>with(session -> session)).isEqualTo(1);
        assertThat(pool.<Long>with(session -> session)).isEqualTo(1);
        assertThat(open).containsExactly(1L);
    }

    @Test
    void aSessionThatFailedIsClosedAndNotUsedAgain() {
        SessionPool pool = pool(TWO);
        assertThat(fail(pool, ReturnValue.OPERATION_ACTIVE)).isEqualTo(2);
        assertThat(open).containsExactly(2L);
        assertThatThrownBy(() -> pool.with(session -> {
                    throw new IllegalStateException("ours");
                }))
                .hasMessage("ours");
        assertThat(open).isEmpty();
    }

    @Test
    void aFailureGivesItsPlaceBack() {
        SessionPool pool = pool(TWO);
        for (int i = 0; i < 10; i++) {
            fail(pool, ReturnValue.FUNCTION_FAILED);
        }
        assertThat(open).hasSize(1);
    }

    @Test
    void whenOneSessionIsGoneTheIdleOnesGoToo() {
        SessionPool pool = pool(PATIENT);
        pool.with(first -> pool.with(second -> second));
        assertThat(open).containsExactlyInAnyOrder(1L, 2L);
        assertThat(fail(pool, ReturnValue.SESSION_HANDLE_INVALID)).isEqualTo(3);
        assertThat(open).as("one that the module does not know is not closed, its number may be somebody else's")
                .containsExactlyInAnyOrder(1L, 3L);
    }

    @Test
    void aThreadThatIsInterruptedClosesAnIdlePool() {
        SessionPool pool = pool(PATIENT);
        pool.with(session -> session);
        Thread.currentThread().interrupt();
        pool.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(open).isEmpty();
    }

    @Test
    void afterTheLossOfTheTokenNoCallReachesIt() {
        for (ReturnValue loss : List.of(
                ReturnValue.DEVICE_REMOVED, ReturnValue.TOKEN_NOT_PRESENT, ReturnValue.USER_NOT_LOGGED_IN)) {
            SessionPool pool = pool(TWO);
            var calls = new AtomicInteger();
            assertThatThrownBy(() -> pool.with(session -> {
                        throw failure(loss);
                    }))
                    .isInstanceOf(Pkcs11Exception.class);
            assertThatThrownBy(() -> pool.with(session -> calls.incrementAndGet()))
                    .isInstanceOfSatisfying(Pkcs11Exception.class, e -> assertThat(e.state().needsReopening()).isTrue())
                    .hasMessageContaining("was lost before")
                    .hasMessageContaining("CKR_" + loss.name());
            assertThat(calls).hasValue(0);
            pool.close();
        }
        assertThat(open).isEmpty();
    }

    @Test
    void aTokenThatCannotEvenOpenASessionIsLost() {
        var pool = new SessionPool(TWO, () -> {
            throw failure(ReturnValue.TOKEN_NOT_PRESENT);
        }, open::remove);
        assertThatThrownBy(() -> pool.with(session -> session)).hasMessageContaining("CKR_TOKEN_NOT_PRESENT");
        assertThatThrownBy(() -> pool.with(session -> session)).hasMessageContaining("was lost before");
    }

    @Test
    void asManyAsThereAreSessionsRunAtATimeAndTheNextWaitsNoLongerThanItsPatience() {
        SessionPool pool = pool(TWO);
        long third = pool.with(first -> pool.with(second -> {
            assertThatThrownBy(() -> pool.with(session -> session))
                    .isInstanceOfSatisfying(
                            Pkcs11Exception.class, e -> assertThat(e.state()).isEqualTo(TokenState.CALL_FAILED))
                    .hasMessage("token 't': all 2 sessions are busy");
            return second;
        }));
        assertThat(third).isEqualTo(2);
        assertThat(open).hasSize(2);
    }

    @Test
    void whoeverWaitsGetsTheSessionThatComesFree() throws Exception {
        var pool = pool(new TokenSettings("t", 1, Duration.ofMinutes(1)));
        var inside = new CountDownLatch(1);
        var leave = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Long> first = threads.submit(() -> pool.with(session -> held(inside, leave, session)));
            inside.await();
            Future<Long> second = threads.submit(() -> pool.with(session -> session));
            leave.countDown();
            assertThat(first.get()).isEqualTo(1);
            assertThat(second.get()).isEqualTo(1);
        }
    }

    private static long held(CountDownLatch inside, CountDownLatch leave, long session) {
        inside.countDown();
        try {
            assertThat(leave.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return session;
    }

    @Test
    void noSessionIsEverInTwoHands() throws Exception {
        SessionPool pool = pool(PATIENT);
        Set<Long> inUse = ConcurrentHashMap.newKeySet();
        var answers = new ArrayList<Future<?>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 500; i++) {
                answers.add(threads.submit(() -> pool.with(session -> {
                    assertThat(inUse.add(session)).isTrue();
                    Thread.yield();
                    assertThat(inUse.remove(session)).isTrue();
                    return session;
                })));
            }
            for (Future<?> answer : answers) {
                answer.get();
            }
        }
        assertThat(opened).hasValueLessThanOrEqualTo(2);
    }

    @Test
    void closingWaitsForTheCallThatRunsAndThenClosesItsSession() throws Exception {
        SessionPool pool = pool(PATIENT);
        var inside = new CountDownLatch(1);
        var leave = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Long> call = threads.submit(() -> pool.with(session -> held(inside, leave, session)));
            inside.await();
            Future<?> close = threads.submit(pool::close);
            assertThat(open).containsExactly(1L);
            leave.countDown();
            close.get();
            assertThat(call.get()).isEqualTo(1);
        }
        assertThat(open).isEmpty();
        assertThatThrownBy(() -> pool.with(session -> session)).hasMessage("token 't' was closed");
    }

    @Test
    void closingUnderAHangingCallSaysSoAndCanBeRepeated() throws Exception {
        SessionPool pool = pool(TWO);
        var inside = new CountDownLatch(1);
        var leave = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Long> call = threads.submit(() -> pool.with(session -> held(inside, leave, session)));
            inside.await();
            assertThatThrownBy(pool::close).hasMessageContaining("a call still runs");
            assertThatThrownBy(() -> pool.with(session -> session)).hasMessage("token 't' was closed");
            leave.countDown();
            call.get();
        }
        pool.close();
        assertThat(open).isEmpty();
    }

    @Test
    void theSettingsAreBoundedOnBothSides() {
        Duration second = Duration.ofSeconds(1);
        new TokenSettings("x", 1, TokenSettings.SHORTEST_PATIENCE);
        new TokenSettings("x".repeat(32), TokenSettings.MOST_SESSIONS, TokenSettings.LONGEST_PATIENCE);
        for (String label : List.of("", "x".repeat(33), "é".repeat(17), "x ")) {
            assertThatThrownBy(() -> new TokenSettings(label, 1, second)).hasMessageContaining("1 to 32 bytes");
        }
        for (int sessions : List.of(-1, 0, TokenSettings.MOST_SESSIONS + 1)) {
            assertThatThrownBy(() -> new TokenSettings("x", sessions, second)).hasMessageContaining("1 to 64 sessions");
        }
        for (Duration patience : List.of(
                TokenSettings.SHORTEST_PATIENCE.minusNanos(1), TokenSettings.LONGEST_PATIENCE.plusNanos(1))) {
            assertThatThrownBy(() -> new TokenSettings("x", 1, patience)).hasMessageContaining("patience");
        }
    }
}
