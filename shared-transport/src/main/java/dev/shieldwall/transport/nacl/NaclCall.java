package dev.shieldwall.transport.nacl;

import dev.shieldwall.transport.nacl.core.ClientId;
import java.net.URI;

/** What reaches the application. It has to look which of the two it is: only one of them came from somebody. */
public sealed interface NaclCall {

    ClientId client();

    URI target();

    /** The body, and nothing but the body, came out of the client's session. */
    @SuppressWarnings("ArrayRecordComponent") // lives for one request and is never compared
    record Sealed(ClientId client, String method, URI target, byte[] json) implements NaclCall {}

    /**
     * A GET that names the client. Anybody who knows the client's public key can send it; its answer is sealed for that
     * client's session. Let it change nothing.
     */
    record Claimed(ClientId client, URI target) implements NaclCall {}
}
