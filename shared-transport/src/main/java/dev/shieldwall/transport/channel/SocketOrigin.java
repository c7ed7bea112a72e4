package dev.shieldwall.transport.channel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.HexFormat;
import jdk.net.ExtendedSocketOptions;

/** Where a connection comes from, as far as limits go. */
public final class SocketOrigin {

    private SocketOrigin() {}

    /** The address, of IPv6 the half that a site is given, or the user at the other end of a Unix socket. */
    static String of(SocketChannel socket) throws IOException {
        if (socket.getRemoteAddress() instanceof InetSocketAddress remote) {
            return of(remote.getAddress());
        }
        return "user " + socket.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
    }

    public static String of(InetAddress address) {
        byte[] bytes = address.getAddress();
        return HexFormat.of().formatHex(bytes.length == 4 ? bytes : Arrays.copyOf(bytes, 8));
    }
}
