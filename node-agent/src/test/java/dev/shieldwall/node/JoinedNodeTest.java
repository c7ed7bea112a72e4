package dev.shieldwall.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class JoinedNodeTest {

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    /** Whoever announces to one address has no reason to hear the whole network. */
    @Test
    void announcementsAreHeardWhereTheNodeListens() throws SocketException {
        assertThat(JoinedNode.hearing(address("127.0.0.1"), address("127.0.0.1"))).isEqualTo(address("127.0.0.1"));
        assertThat(JoinedNode.hearing(address("192.0.2.7"), address("127.0.0.1"))).isEqualTo(address("127.0.0.1"));
    }

    @Test
    void broadcastsAreHeardOnAllAddresses() throws SocketException {
        assertThat(JoinedNode.hearing(address("255.255.255.255"), address("127.0.0.1")).isAnyLocalAddress()).isTrue();
        List<InetAddress> networks = NetworkInterface.networkInterfaces()
                .flatMap(network -> network.getInterfaceAddresses().stream())
                .map(InterfaceAddress::getBroadcast)
                .filter(Objects::nonNull)
                .toList();
        for (InetAddress network : networks) {
            assertThat(JoinedNode.hearing(network, address("127.0.0.1")).isAnyLocalAddress()).isTrue();
        }
    }
}
