package dev.shieldwall.crypto.internal;

import dev.shieldwall.crypto.CryptoBug;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A primitive that gives no answer in this process before its self-test has passed. Whatever hands out an engine of the
 * primitive calls {@link #require} first, so the test runs at the first use, or earlier if somebody asks for it. One
 * that failed is never tried again: a provider that sometimes answers rightly is not one to trust.
 *
 * <p>Thread-safe. Costs one volatile read once it has passed.
 */
public final class Tested {

    private final String primitive;
    private final Supplier<String> provider;
    private final Runnable selfTest;
    private boolean running;
    private volatile @Nullable CryptoBug failure;
    private volatile boolean passed;

    private Tested(String primitive, Supplier<String> provider, Runnable selfTest) {
        this.primitive = primitive;
        this.provider = provider;
        this.selfTest = selfTest;
    }

    public static Tested of(String primitive, String provider, Runnable selfTest) {
        return new Tested(primitive, () -> provider, selfTest);
    }

    /** For a primitive whose provider is chosen when it loads; asked for after the test, passed or not. */
    public static Tested chosen(String primitive, Supplier<String> provider, Runnable selfTest) {
        return new Tested(primitive, provider, selfTest);
    }

    /**
     * Returns when the self-test has passed; at once in the thread that runs it, which uses the primitive.
     *
     * @throws CryptoBug naming primitive and provider, now and at every later call, if an answer was wrong
     * @throws VirtualMachineError if the test ran out of memory or stack, which the next call may have
     */
    public void require() {
        if (!passed) {
            test();
        }
    }

    private synchronized void test() {
        CryptoBug known = failure;
        if (known != null) {
            throw new CryptoBug(String.valueOf(known.getMessage()), known);
        }
        if (passed || running) {
            return;
        }
        FutureTask<Boolean> test = new FutureTask<>(selfTest, true); // sees whatever a broken library throws
        running = true;
        test.run();
        running = false;
        if (test.state() == Future.State.FAILED) {
            Throwable reason = test.exceptionNow();
            if (reason instanceof VirtualMachineError error) { // no room, which is nobody's wrong answer
                throw error;
            }
            var wrong = new CryptoBug(
                    primitive + " by " + provider.get() + " fails its self-test: " + reason.getMessage(), reason);
            failure = wrong;
            throw wrong;
        }
        passed = true;
    }

    public String primitive() {
        return primitive;
    }

    public boolean failed() {
        return failure != null;
    }

    /** Who computes it; empty as long as it has not passed. */
    public Optional<String> passedBy() {
        return passed ? Optional.of(provider.get()) : Optional.empty();
    }
}
