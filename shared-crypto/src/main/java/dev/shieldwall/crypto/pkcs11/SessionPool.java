package dev.shieldwall.crypto.pkcs11;

import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sessions of one token, each used by one thread at a time. A session whose call failed is closed and never used again,
 * because nobody knows what it was in the middle of. When the token is lost, every later call fails at once.
 *
 * <p>No call is repeated: whoever called knows whether that is safe.
 *
 * <p>Thread-safe, also for virtual threads; a native call holds its carrier.
 */
final class SessionPool implements AutoCloseable {

    private final ConcurrentLinkedDeque<Long> idle = new ConcurrentLinkedDeque<>();
    private final TokenSettings settings;
    private final LongSupplier opener;
    private final LongConsumer closer;
    private final Semaphore permits;
    private final AtomicLong losses = new AtomicLong();
    private volatile boolean closed;
    private volatile @Nullable Pkcs11Exception lost;

    SessionPool(TokenSettings settings, LongSupplier opener, LongConsumer closer) {
        this.settings = settings;
        this.opener = opener;
        this.closer = closer;
        this.permits = new Semaphore(settings.sessions(), true);
    }

    <T> T with(LongFunction<T> use) {
        requireUsable();
        acquire(1, "all " + settings.sessions() + " sessions are busy");
        try {
            requireUsable();
            return observed(use);
        } finally {
            permits.release();
        }
    }

    /** How many calls have lost their session. */
    long losses() {
        return losses.get();
    }

    private void requireUsable() {
        if (closed) {
            throw Pkcs11Exception.refused("token '" + settings.label() + "' was closed");
        }
        Pkcs11Exception loss = lost;
        if (loss != null) {
            throw Pkcs11Exception.because("token '" + settings.label() + "' was lost before", loss);
        }
    }

    private void acquire(int count, String failure) {
        try {
            if (!permits.tryAcquire(count, settings.patience().toNanos(), TimeUnit.NANOSECONDS)) {
                throw busy(failure);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy("interrupted while waiting");
        }
    }

    private Pkcs11Exception busy(String failure) {
        return Pkcs11Exception.of(TokenState.CALL_FAILED, "token '" + settings.label() + "': " + failure);
    }

    private <T> T observed(LongFunction<T> use) {
        try {
            return inSession(use);
        } catch (Pkcs11Exception e) {
            learn(e);
            throw Pkcs11Exception.because("token '" + settings.label() + "'", e);
        }
    }

    private <T> T inSession(LongFunction<T> use) {
        @Nullable Long spare = idle.pollFirst();
        long session = spare != null ? spare : opener.getAsLong();
        boolean ours = true;
        boolean healthy = false;
        try {
            T result = use.apply(session);
            healthy = true;
            return result;
        } catch (Pkcs11Exception e) {
            ours = e.state() != TokenState.SESSION_LOST; // the module may have given its number to somebody else
            throw e;
        } finally {
            if (healthy) {
                idle.addFirst(session);
            } else if (ours) {
                closer.accept(session);
            }
        }
    }

    /** If one session is gone, the others are too as a rule; better to open new ones than to fail with each. */
    private void learn(Pkcs11Exception failure) {
        if (failure.state() == TokenState.SESSION_LOST) {
            losses.incrementAndGet();
        }
        if (failure.state().needsReopening()) {
            lost = failure;
        }
        if (failure.state() == TokenState.SESSION_LOST || failure.state().needsReopening()) {
            discardIdle();
        }
    }

    private void discardIdle() {
        for (Long session = idle.pollFirst(); session != null; session = idle.pollFirst()) {
            closer.accept(session);
        }
    }

    /**
     * Waits for the calls that run, then closes every session. While a call hangs it throws, and nothing may be
     * finalized under that call.
     */
    @Override
    public void close() {
        closed = true;
        if (!permits.tryAcquire(settings.sessions())) { // where nobody is waited for, an interrupt does not matter
            acquire(settings.sessions(), "a call still runs; the module stays initialized");
        }
        discardIdle();
        permits.release(settings.sessions());
    }
}
