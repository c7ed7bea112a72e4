package dev.shieldwall.transport.asoc;

import java.time.InstantSource;

/**
 * What may differ from node to node.
 *
 * @param clock counts rates, freshness and grace periods
 * @param payloadBytes memory for the payloads that all connections together are reading; a frame that would need more ends
 *     its connection
 */
public record NodeOptions(NodeLimits limits, NodeTimes times, Wires wires, InstantSource clock, long payloadBytes) {

    /** No more than a quarter of the heap. */
    public static final long PAYLOAD_BYTES = Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 4);

    public static final NodeOptions STANDARD = new NodeOptions(
            NodeLimits.STANDARD, NodeTimes.STANDARD, new Wires.Plain(), InstantSource.system(), PAYLOAD_BYTES);

    public NodeOptions with(NodeLimits other) {
        return new NodeOptions(other, times, wires, clock, payloadBytes);
    }

    public NodeOptions with(NodeTimes other) {
        return new NodeOptions(limits, other, wires, clock, payloadBytes);
    }

    public NodeOptions with(Wires other) {
        return new NodeOptions(limits, times, other, clock, payloadBytes);
    }

    public NodeOptions with(InstantSource other) {
        return new NodeOptions(limits, times, wires, other, payloadBytes);
    }

    public NodeOptions withPayloadBytes(long most) {
        return new NodeOptions(limits, times, wires, clock, most);
    }
}
