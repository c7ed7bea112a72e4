package dev.shieldwall.transport.nacl.core;

import dev.shieldwall.crypto.aead.Secretbox;
import dev.shieldwall.crypto.signature.Ed25519PublicKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * The side that is asked. Look-ups first, then one signature, then the memory of used challenges, then the agreement.
 *
 * <p>Guarantee: the holder of a listed key signed the challenge some time, and no session of this object came of it
 * before. That it is that holder who has the session is not shown by anything. Thread-safe.
 */
public final class NaclServerHandshake {

    /** A handshake that was taken; whose session it will be is the name that came with it. */
    public static final class Admitted {

        private final ClientId client;
        private final Handshake request;

        private Admitted(ClientId client, Handshake request) {
            this.client = client;
            this.request = request;
        }
    }

    /** The answer's body and the session that begins with it. */
    @SuppressWarnings("ArrayRecordComponent") // handed on; never compared
    public record Accepted(ClientId client, BoxSession session, byte[] answer) {}

    private final NaclLimits limits;
    private final NaclIdentity own;
    private final ClientList clients;
    private final Map<ClientId, SeenOnce> usedChallenges = new HashMap<>();

    public NaclServerHandshake(NaclCompatibility compatibility, NaclIdentity own, ClientList clients) {
        if (clients.find(own.key().bytes()).isPresent()) {
            throw new IllegalArgumentException("a server's own answers would serve as the handshakes of such a client");
        }
        this.limits = compatibility.limits();
        this.own = own;
        this.clients = clients;
    }

    public Admitted admit(byte[] body, Instant now) throws NaclRefusedException {
        JsonFields outer = JsonFields.parse(body, Handshake.MOST_BYTES);
        if (!outer.has("handshake_request")) {
            throw new NaclRefusedException(NaclRefusal.WRONG_SHAPE);
        }
        Handshake request = Handshake.parse(outer.requireOnly("handshake_request").nested("handshake_request"));
        Ed25519PublicKey key = clients.find(request.identityKey())
                .orElseThrow(() -> new NaclRefusedException(NaclRefusal.NOT_ALLOWED));
        request.requireFresh(now);
        request.verify(key);
        ClientId client = ClientId.of(key);
        used(client).take(request.challenge(), NaclRefusal.TOO_MANY_HANDSHAKES);
        return new Admitted(client, request);
    }

    /**
     * For as long as this object lives, not for the 30 seconds: the time is not signed, so a recorded challenge would come
     * back with a fresh one.
     */
    private synchronized SeenOnce used(ClientId client) {
        return usedChallenges.computeIfAbsent(client, id -> new SeenOnce(limits.handshakesPerClient()));
    }

    /** What was drawn stays the caller's to close. */
    public Accepted answer(Admitted admitted, Draw draw, Instant now) throws NaclRefusedException {
        Secretbox box = admitted.request.agree(draw.ephemeral());
        String answer = "{\"status\":\"session_established\",\"handshake_response\":" + Handshake.encode(own, draw, now) + "}";
        var session = new BoxSession(box, draw.firstNonce(), limits);
        return new Accepted(admitted.client, session, answer.getBytes(StandardCharsets.US_ASCII));
    }
}
