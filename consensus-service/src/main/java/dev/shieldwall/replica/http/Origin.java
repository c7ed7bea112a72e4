package dev.shieldwall.replica.http;

import java.net.InetAddress;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Whom a caller's address stands for when something is shared out by address: whoever has one of them has all of them.
 * All of loopback is one, and so is the /64 that a host on IPv6 is given.
 */
record Origin(String name) {

    private static final Origin LOOPBACK = new Origin("loopback");
    private static final Origin GONE = new Origin("gone");
    private static final int NETWORK_BYTES = 8;

    /** @param address as a servlet names it, perhaps with a zone behind it; null when the caller has hung up already */
    static Origin of(@Nullable String address) {
        if (address == null) {
            return GONE;
        }
        // An IPv4 address inside an IPv6 one comes out as the former.
        InetAddress parsed = InetAddress.ofLiteral(address.split("%", 2)[0]);
        if (parsed.isLoopbackAddress()) {
            return LOOPBACK;
        }
        byte[] bytes = parsed.getAddress();
        return new Origin(HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, NETWORK_BYTES)));
    }
}
