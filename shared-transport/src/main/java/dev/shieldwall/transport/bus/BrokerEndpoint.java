package dev.shieldwall.transport.bus;

import dev.shieldwall.transport.bus.core.CurveKey;

/**
 * How a component finds its broker and knows it.
 *
 * @param key the only one that is taken; whoever has another gets nothing
 */
public record BrokerEndpoint(String address, CurveKey key, BusLimits limits) {

    public BrokerEndpoint {
        if (!address.startsWith("tcp://")) {
            throw new IllegalArgumentException("a broker is at tcp://");
        }
    }
}
