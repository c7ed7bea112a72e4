package dev.shieldwall.transport.channel;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The channel is over, and not because the peer said so. What was received before is good; what was to come is unknown. */
public final class ChannelBrokenException extends IOException {

    private static final long serialVersionUID = 1L;

    private final ChannelEvent event;

    ChannelBrokenException(ChannelEvent event, @Nullable Throwable cause) {
        super(cause == null ? event.name() : event.name() + ": " + cause.getMessage(), cause);
        this.event = event;
    }

    public ChannelEvent event() {
        return event;
    }
}
