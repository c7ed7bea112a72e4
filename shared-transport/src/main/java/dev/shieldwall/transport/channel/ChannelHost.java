package dev.shieldwall.transport.channel;

import java.security.SecureRandom;

/** What the channels of one server or client share. */
record ChannelHost(ChannelConfiguration configuration, ChannelEvents events, Watchdog watchdog, SecureRandom random) {

    static ChannelHost of(ChannelConfiguration configuration, ChannelEvents events) {
        return new ChannelHost(configuration, events, new Watchdog(), new SecureRandom());
    }
}
