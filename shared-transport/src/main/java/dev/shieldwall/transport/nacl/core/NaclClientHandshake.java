package dev.shieldwall.transport.nacl.core;

import dev.shieldwall.crypto.signature.Ed25519PublicKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/**
 * The side that asks, for one server whose key it knows; the reference's client looks at neither key, signature nor time.
 *
 * <p>Guarantee: the holder of the wanted key signed the challenge some time, and it came to this object only once. That
 * it is that holder who has the session is not shown by anything. Thread-safe.
 */
public final class NaclClientHandshake {

    private static final int OK = 200;

    private final NaclLimits limits;
    private final NaclIdentity own;
    private final Ed25519PublicKey server;
    private final SeenOnce usedChallenges;

    public NaclClientHandshake(NaclCompatibility compatibility, NaclIdentity own, Ed25519PublicKey server) {
        if (server.equals(own.key())) {
            throw new IllegalArgumentException("a client's own requests would serve as the answers of such a server");
        }
        this.limits = compatibility.limits();
        this.own = own;
        this.server = server;
        this.usedChallenges = new SeenOnce(limits.handshakesPerClient());
    }

    public byte[] request(Draw draw, Instant now) {
        return ("{\"handshake_request\":" + Handshake.encode(own, draw, now) + "}").getBytes(StandardCharsets.US_ASCII);
    }

    /** With the draw of the request, which stays the caller's to close. */
    public BoxSession finish(int status, byte[] body, Draw draw, Instant now) throws NaclRefusedException {
        if (status != OK) {
            throw new NaclRefusedException(NaclRefusal.NOT_ESTABLISHED);
        }
        JsonFields outer = JsonFields.parse(body, Handshake.MOST_BYTES).requireOnly("status", "handshake_response");
        if (!outer.text("status").equals("session_established")) {
            throw new NaclRefusedException(NaclRefusal.NOT_ESTABLISHED);
        }
        Handshake answer = Handshake.parse(outer.nested("handshake_response"));
        if (!Arrays.equals(answer.identityKey(), server.bytes())) {
            throw new NaclRefusedException(NaclRefusal.OTHER_SERVER);
        }
        answer.requireFresh(now);
        answer.verify(server);
        usedChallenges.take(answer.challenge(), NaclRefusal.TOO_MANY_HANDSHAKES);
        return new BoxSession(answer.agree(draw.ephemeral()), draw.firstNonce(), limits);
    }
}
