package dev.shieldwall.transport.channel;

import dev.shieldwall.transport.channel.core.SessionRules;

/** All that can be set, with the defaults of the reference's security.transport. */
public record ChannelConfiguration(SessionRules session, ConnectionRules connection, SecurityPolicy policy) {

    public static final ChannelConfiguration DEFAULT =
            new ChannelConfiguration(SessionRules.DEFAULT, ConnectionRules.DEFAULT, SecurityPolicy.DEFAULT);
}
