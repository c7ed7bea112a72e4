package dev.shieldwall.transport.channel.core;

import dev.shieldwall.crypto.SecretBytes;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The keys that the other side may have sealed with: of the epoch that was seen last, of the next, and, where messages
 * may overtake each other, for {@link #GRACE} of the one before. The next one replaces its predecessor only when a
 * message has opened with it, so a forged number moves nothing.
 */
final class ReceivingKeys implements AutoCloseable {

    static final Duration GRACE = Duration.ofSeconds(30);

    private final boolean keepsPrevious;
    private volatile EpochKey current;
    private @Nullable EpochKey previous;
    private Duration previousUntil = Duration.ZERO;

    ReceivingKeys(SecretBytes secret, boolean keepsPrevious) {
        this.current = EpochKey.first(secret);
        this.keepsPrevious = keepsPrevious;
    }

    /** To be given to {@link #opened} or {@link #failed}. */
    EpochKey find(int epoch, Duration age) throws MessageRefusedException {
        dropPrevious(age);
        if (epoch == current.epoch()) {
            return current;
        }
        if (previous != null && epoch == previous.epoch()) {
            return previous;
        }
        if (epoch == current.epoch() + 1) {
            return current.next();
        }
        throw new MessageRefusedException(MessageRefusal.OTHER_EPOCH);
    }

    void opened(EpochKey key, Duration age) {
        if (key.epoch() <= current.epoch()) {
            return;
        }
        if (previous != null) {
            previous.close();
        }
        previous = current;
        previousUntil = keepsPrevious ? age.plus(GRACE) : age;
        current = key;
        dropPrevious(age);
    }

    void failed(EpochKey key) {
        if (key.epoch() > current.epoch()) {
            key.close();
        }
    }

    private void dropPrevious(Duration age) {
        if (previous != null && age.compareTo(previousUntil) >= 0) {
            previous.close();
            previous = null;
        }
    }

    EpochKey current() {
        return current;
    }

    @Override
    public void close() {
        current.close();
        if (previous != null) {
            previous.close();
        }
    }
}
