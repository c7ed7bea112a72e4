package dev.shieldwall.crypto.key;

import static dev.shieldwall.crypto.key.TestKeys.START;
import static dev.shieldwall.crypto.key.TestKeys.accepted;
import static dev.shieldwall.crypto.key.TestKeys.event;
import static dev.shieldwall.crypto.key.TestKeys.pair;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.shieldwall.crypto.signature.SigningContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Emergencies beside changes that are under way, and beside emergencies that are not written yet. */
@Timeout(60)
class EmergencyTest {

    private static final SigningContext CONTEXT = SigningContext.of("shieldwall/test/v1");

    private final KeyMaterial leaked = pair();
    private final KeyMaterial waiting = pair();
    private final KeyMaterial replacement = pair();
    private final Disk disk = new Disk();
    private final LiveKeyRing live = new LiveKeyRing(
            accepted(accepted(KeyRing.create(KeyClass.SIGNING, leaked, START)).add(waiting, START)), disk);
    private final RingAdministrator administrator = live.administrator();

    /** Hangs or fails while it is told to. */
    private static final class Disk implements LiveKeyRing.Commit {

        private final List<KeyEvent> events = new ArrayList<>();
        private final Semaphore leave = new Semaphore(0);
        private volatile boolean hangs;
        private volatile @Nullable IOException fault;

        @Override
        public void commit(KeyRing next, KeyEvent event) throws IOException {
            if (hangs) {
                leave.acquireUninterruptibly();
            }
            IOException now = fault;
            if (now != null) {
                throw now;
            }
            events.add(event);
        }
    }

    @AfterEach
    void nobodyHangsOn() {
        disk.leave.release(100);
    }

    /** The one who reports the leak cannot know that another rotates. */
    @Test
    void theKeyThatLeakedIsEndedAndNotTheOneThatTookItsPlaceMeanwhile() throws Exception {
        disk.hangs = true;
        FutureTask<KeyDecision> rotation = started(() -> administrator.rotate(waiting.id(), START));
        FutureTask<KeyDecision> report = started(() -> administrator.compromisePrimary(leaked.id(), replacement, START));
        assertThat(isAccepted(leaked)).isFalse();
        disk.leave.release(2);

        accepted(rotation.get());
        assertThat(event(report.get())).isEqualTo(new KeyEvent.Compromised(START, KeyClass.SIGNING, leaked.id()));
        assertThat(isAccepted(leaked)).isFalse();
        assertThat(primary()).isEqualTo(waiting.id());
        assertThat(isAccepted(replacement)).as("it stays the caller's").isFalse();
        assertThat(replacement.isClosed()).isFalse();
    }

    @Test
    void whoReportsTheSameLeakOnceMoreDoesNotEndTheReplacement() throws Exception {
        assertThat(event(administrator.compromisePrimary(leaked.id(), replacement, START)))
                .isInstanceOf(KeyEvent.Replaced.class);
        assertThat(administrator.compromisePrimary(leaked.id(), pair(), START))
                .isEqualTo(new KeyDecision.Refused(KeyRefusal.SPENT));
        assertThat(primary()).isEqualTo(replacement.id());
        assertThat(isAccepted(replacement)).isTrue();
    }

    @Test
    void aKeyOfTwoEmergenciesInLineIsNotAcceptedAgainWhenTheFirstIsRefused() throws Exception {
        disk.hangs = true;
        FutureTask<KeyDecision> first = started(() -> administrator.retire(waiting.id(), START));
        FutureTask<KeyDecision> refused = started(() -> administrator.compromise(leaked.id(), START));
        FutureTask<KeyDecision> second = started(() -> administrator.add(pair(), START));
        FutureTask<KeyDecision> report = started(() -> administrator.compromisePrimary(leaked.id(), replacement, START));
        disk.leave.release();

        assertRefused(KeyRefusal.IS_PRIMARY, refused.get());
        assertThat(first.isDone() && !second.isDone() && !report.isDone()).isTrue();
        assertThat(isAccepted(leaked)).isFalse();
        disk.leave.release(2);
        accepted(report.get());
        assertThat(isAccepted(leaked)).isFalse();
        assertRefused(KeyRefusal.IS_PRIMARY, administrator.compromise(replacement.id(), START));
        assertThat(isAccepted(replacement)).as("none is in line").isTrue();
    }

    /** To the administrator an exception says that the key is ended. */
    @Test
    void whatIsRefusedIsRefusedWhileAnEmergencyIsNotWritten() throws Exception {
        KeyMaterial closed = pair();
        closed.close();
        disk.fault = new IOException("no space left");
        assertFails(() -> administrator.compromise(waiting.id(), START));

        assertRefused(KeyRefusal.IS_PRIMARY, administrator.compromise(leaked.id(), START));
        assertRefused(KeyRefusal.CLOSED, administrator.compromisePrimary(leaked.id(), closed, START));
        assertRefused(KeyRefusal.CLOSED, administrator.add(closed, START));
        assertRefused(KeyRefusal.UNKNOWN_KEY, administrator.rotate(replacement.id(), START));
        assertThat(isAccepted(leaked)).isTrue();
        assertThat(disk.events).isEmpty();

        disk.fault = null;
        assertRefused(KeyRefusal.CLOSED, administrator.add(closed, START));
        assertThat(disk.events).containsExactly(new KeyEvent.Compromised(START, KeyClass.SIGNING, waiting.id()));
    }

    /** It holds, and that it is spent would say that it is written too. */
    @Test
    void anEmergencyThatIsAskedForAgainIsNotRefusedUntilItIsWritten() throws Exception {
        disk.fault = new IOException("no space left");
        assertFails(() -> administrator.compromisePrimary(leaked.id(), replacement, START));
        assertFails(() -> administrator.compromisePrimary(leaked.id(), pair(), START));
        assertFails(() -> administrator.compromise(waiting.id(), START));
        assertFails(() -> administrator.compromise(leaked.id(), START));
        assertFails(() -> administrator.compromise(waiting.id(), START));
        disk.fault = null;
        assertRefused(KeyRefusal.SPENT, administrator.compromise(leaked.id(), START));
        assertThat(disk.events).hasExactlyElementsOfTypes(KeyEvent.Replaced.class, KeyEvent.Compromised.class);
    }

    /** {@link NotDurableException} says that the operation holds. */
    @Test
    void aChangeThatIsNotMadeBecauseOfAnEarlierOneIsNotToldAsOneThatHolds() throws Exception {
        disk.fault = new NotDurableException("sync", new IOException("sync"));
        assertThatExceptionOfType(NotDurableException.class).isThrownBy(() -> administrator.add(replacement, START));
        assertThat(isAccepted(replacement)).isTrue();
        KeyMaterial later = pair();
        assertFails(() -> administrator.add(later, START));
        assertThat(isAccepted(later)).isFalse();
        assertFails(() -> administrator.rotate(waiting.id(), START));
        assertThat(primary()).isEqualTo(leaked.id());

        assertThatExceptionOfType(NotDurableException.class)
                .isThrownBy(() -> administrator.compromise(waiting.id(), START));
        assertThat(isAccepted(waiting)).isFalse();
        assertFails(() -> administrator.compromise(waiting.id(), START));
    }

    private static void assertRefused(KeyRefusal reason, KeyDecision decision) {
        assertThat(decision).isEqualTo(new KeyDecision.Refused(reason));
    }

    private static void assertFails(ThrowingCallable change) {
        assertThatExceptionOfType(IOException.class).isThrownBy(change).isNotInstanceOf(NotDurableException.class);
    }

    /** Returns when it waits: for the disk, or in line. */
    @SuppressWarnings("ThreadPriorityCheck") // until another thread has come so far
    private static FutureTask<KeyDecision> started(Callable<KeyDecision> change) {
        var task = new FutureTask<>(change);
        Thread thread = Thread.ofVirtual().start(task);
        while (thread.getState() != Thread.State.WAITING) {
            assertThat(Thread.interrupted() || task.isDone()).as("does not wait").isFalse();
            Thread.yield();
        }
        return task;
    }

    private boolean isAccepted(KeyMaterial key) {
        return live.verifier(CONTEXT).publicKey(key.id(), START).isPresent();
    }

    private KeyId primary() {
        return live.signer(CONTEXT).sign(new byte[1]).key();
    }
}
