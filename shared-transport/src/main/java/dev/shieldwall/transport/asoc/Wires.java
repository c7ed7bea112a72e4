package dev.shieldwall.transport.asoc;

import javax.net.ssl.SSLContext;

/** How connections are carried. */
public sealed interface Wires {

    /** TCP, as the protocol is by itself. */
    record Plain() implements Wires {}

    /** TLS 1.3 with a context of {@code PinnedTls}. Peers that speak plain TCP are then not reached. */
    record Tls(SSLContext context) implements Wires {}
}
