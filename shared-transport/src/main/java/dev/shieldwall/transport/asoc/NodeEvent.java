package dev.shieldwall.transport.asoc;

import dev.shieldwall.transport.asoc.core.NodeId;
import dev.shieldwall.transport.asoc.core.Refusal;
import java.net.InetAddress;
import java.time.Instant;

/** What operators want to know. Carries names, addresses and reasons; never keys, MACs or payload. */
public sealed interface NodeEvent {

    Instant at();

    InetAddress address();

    /** How the peer of a connection is known. */
    enum Assurance {
        /** It holds the API key, or has recorded somebody who does; which node it is, is its own word. */
        SHARED_KEY,
        /** It has shown an identity key that nobody has pinned. */
        IDENTITY,
        /** It has shown the identity key that is pinned for this node. */
        PINNED_IDENTITY
    }

    record Authenticated(Instant at, InetAddress address, NodeId node, Assurance assurance) implements NodeEvent {}

    /** Authenticated, but neither configured nor pinned nor discovered. */
    record UnexpectedNode(Instant at, InetAddress address, NodeId node) implements NodeEvent {}

    record AuthenticationFailed(Instant at, InetAddress address, Refusal reason) implements NodeEvent {}

    record ReplayDetected(Instant at, InetAddress address) implements NodeEvent {}

    record LockedOut(Instant at, InetAddress address) implements NodeEvent {}

    /** Turned away before anything was read. */
    record TurnedAway(Instant at, InetAddress address, Refusal reason) implements NodeEvent {}

    /** A known peer broke the protocol or a time limit; its connection is closed. */
    record PeerRefused(Instant at, InetAddress address, NodeId node, Refusal reason) implements NodeEvent {}

    record Disconnected(Instant at, InetAddress address, NodeId node) implements NodeEvent {}

    record AnnouncementRefused(Instant at, InetAddress address, Refusal reason) implements NodeEvent {}

    /** The peer gave this node a new cluster key. */
    record KeyTaken(Instant at, InetAddress address, NodeId node) implements NodeEvent {}

    /** The peer was not told of the new cluster key, because its identity key is not pinned: it needs it by hand. */
    record KeyWithheld(Instant at, InetAddress address, NodeId node) implements NodeEvent {}

    /** The peer says, under the new key, that it has it. */
    record KeyAcknowledged(Instant at, InetAddress address, NodeId node) implements NodeEvent {}
}
