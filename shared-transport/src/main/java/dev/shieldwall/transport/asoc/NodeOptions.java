package dev.shieldwall.transport.asoc;

import java.time.InstantSource;

/** What may differ from node to node; the clock counts rates, freshness and grace periods. */
public record NodeOptions(NodeLimits limits, NodeTimes times, Wires wires, InstantSource clock) {

    public static final NodeOptions STANDARD =
            new NodeOptions(NodeLimits.STANDARD, NodeTimes.STANDARD, new Wires.Plain(), InstantSource.system());

    public NodeOptions with(NodeLimits other) {
        return new NodeOptions(other, times, wires, clock);
    }

    public NodeOptions with(NodeTimes other) {
        return new NodeOptions(limits, other, wires, clock);
    }

    public NodeOptions with(Wires other) {
        return new NodeOptions(limits, times, other, clock);
    }
}
