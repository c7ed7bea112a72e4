package dev.shieldwall.replica.host;

import java.util.List;

/** A link on which nothing may be sent, but by the ways that a test overrides. */
abstract class UnusedLink implements PeerLink {

    @Override
    public void send(int replica, Channel channel, byte[] frame) {
        throw new AssertionError("sent to replica " + replica + ", not as a forwarded command");
    }

    @Override
    public void broadcast(Channel channel, byte[] frame) {
        throw new AssertionError("broadcast, not forwarded");
    }

    @Override
    public void forward(int replica, byte[] frame) {
        throw new AssertionError("forwarded to replica " + replica + " alone");
    }

    @Override
    public void forward(byte[] frame) {
        throw new AssertionError("forwarded to all others");
    }

    @Override
    public List<PeerState> peers() {
        return List.of();
    }
}
