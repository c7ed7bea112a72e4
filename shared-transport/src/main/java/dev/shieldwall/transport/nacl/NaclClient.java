package dev.shieldwall.transport.nacl;

import dev.shieldwall.crypto.signature.Ed25519PublicKey;
import dev.shieldwall.transport.nacl.core.BoxSession;
import dev.shieldwall.transport.nacl.core.ClientId;
import dev.shieldwall.transport.nacl.core.Draw;
import dev.shieldwall.transport.nacl.core.NaclClientHandshake;
import dev.shieldwall.transport.nacl.core.NaclCompatibility;
import dev.shieldwall.transport.nacl.core.NaclIdentity;
import dev.shieldwall.transport.nacl.core.NaclRefusedException;

/**
 * Opens sessions with one server of the reference's protocol. Makes and reads bodies; who carries them to the server's
 * {@code /api/v1/handshake} and back is the caller. Thread-safe.
 */
public final class NaclClient {

    private final NaclClientHandshake handshake;
    private final ClientId id;
    private final NaclHost host;

    public NaclClient(NaclCompatibility compatibility, NaclIdentity own, Ed25519PublicKey server) {
        this(compatibility, own, server, NaclHost.system());
    }

    NaclClient(NaclCompatibility compatibility, NaclIdentity own, Ed25519PublicKey server, NaclHost host) {
        this.handshake = new NaclClientHandshake(compatibility, own, server);
        this.id = ClientId.of(own.key());
        this.host = host;
    }

    public Offer offer() {
        Draw draw = host.draw();
        return new Offer(draw, handshake.request(draw, host.now()));
    }

    /** One handshake's request. One answer is taken; closing gives up. */
    public final class Offer implements AutoCloseable {

        private final Draw draw;
        private final byte[] body;

        private Offer(Draw draw, byte[] body) {
            this.draw = draw;
            this.body = body;
        }

        /** To be posted to {@link NaclServer#HANDSHAKE}. */
        public byte[] body() {
            return body.clone();
        }

        public NaclSession accept(int status, byte[] answer) throws NaclRefusedException {
            try (Draw once = draw) {
                BoxSession session = handshake.finish(status, answer, once, host.now());
                return new NaclSession(id, session, host);
            }
        }

        @Override
        public void close() {
            draw.close();
        }
    }
}
