package dev.shieldwall.crypto.pkcs11;

import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A key by its handle, which names it for as long as its token stays in the slot. A session that was lost may mean that
 * the token did not, and a handle names anything in the next one; so the key is looked for and checked again then.
 *
 * <p>Thread-safe.
 */
final class HeldKey {

    private final SessionPool pool;
    private final LongUnaryOperator finder;
    private volatile @Nullable Handle handle;

    /** @param losses how many sessions had been lost when it was found */
    private record Handle(long key, long losses) {}

    @FunctionalInterface
    interface Use<T> {
        T of(long session, long key);
    }

    /** @param finder the handle of the key, if token and key are what they should be, in the session given */
    HeldKey(SessionPool pool, LongUnaryOperator finder) {
        this.pool = pool;
        this.finder = finder;
    }

    <T> T with(Use<T> use) {
        return pool.with(session -> use.of(session, key(session)));
    }

    private long key(long session) {
        long losses = pool.losses();
        Handle known = handle;
        if (known == null || known.losses != losses) {
            known = new Handle(finder.applyAsLong(session), losses);
            handle = known;
        }
        return known.key;
    }
}
