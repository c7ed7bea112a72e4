package dev.shieldwall.node;

import dev.shieldwall.transport.asoc.core.NodeId;
import java.net.InetSocketAddress;

/** A peer as the command line names it: {@code NODE-ID@HOST:PORT}. */
record PeerAddress(NodeId id, String host, int port) {

    static PeerAddress parse(String text) {
        int at = text.indexOf('@');
        int colon = text.lastIndexOf(':');
        if (at < 1 || colon < at + 2) {
            throw new IllegalArgumentException("a peer is NODE-ID@HOST:PORT, not " + text);
        }
        return new PeerAddress(
                NodeId.parse(text.substring(0, at)), text.substring(at + 1, colon), port(text.substring(colon + 1)));
    }

    private static int port(String text) {
        int port = Integer.parseInt(text);
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("a port is 1 to 65535, not " + text);
        }
        return port;
    }

    /** Looks the host up; one that has no address yet is looked up again at the next dial. */
    InetSocketAddress address() {
        return new InetSocketAddress(host, port);
    }
}
