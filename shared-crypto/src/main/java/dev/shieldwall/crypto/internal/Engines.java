package dev.shieldwall.crypto.internal;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Spare ciphers or MACs, because the JDK's are stateful and making one costs up to half of a small message. Nobody
 * waits: when none is spare a new one is made, and what comes back to a full store is dropped. So it serves virtual
 * threads, of which there are thousands and for which a {@link ThreadLocal} keeps nothing.
 *
 * <p>An engine whose call failed half-way should not come back.
 *
 * <p>Thread-safe.
 */
public final class Engines<E> {

    /** More than a processor for each running call is never in use at a time. */
    private static final int SPARE = Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 16);

    private final AtomicReferenceArray<E> spare = new AtomicReferenceArray<>(SPARE);
    private final Supplier<E> maker;
    private volatile @Nullable Consumer<E> drained;

    public Engines(Supplier<E> maker) {
        this.maker = maker;
    }

    /** An engine that nobody else holds. */
    public E take() {
        for (int i = 0; i < SPARE; i++) {
            E engine = spare.get(i);
            if (engine != null && spare.compareAndSet(i, engine, null)) {
                return engine;
            }
        }
        return maker.get();
    }

    public void giveBack(E engine) {
        for (int i = 0; i < SPARE; i++) {
            if (spare.get(i) == null && spare.compareAndSet(i, null, engine)) {
                break;
            }
        }
        Consumer<E> last = drained;
        if (last != null) { // asked afterwards: whoever drained meanwhile may have passed this place
            takeOut(last);
        }
    }

    /** Takes all out for good, now and as they come back, for an owner that wants their keys overwritten. */
    public void drain(Consumer<E> last) {
        drained = last;
        takeOut(last);
    }

    private void takeOut(Consumer<E> last) {
        for (int i = 0; i < SPARE; i++) {
            E engine = spare.getAndSet(i, null);
            if (engine != null) {
                last.accept(engine);
            }
        }
    }
}
