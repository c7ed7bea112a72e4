package dev.shieldwall.transport.nacl;

import dev.shieldwall.transport.nacl.core.BoxSession;
import dev.shieldwall.transport.nacl.core.ClientId;
import dev.shieldwall.transport.nacl.core.NaclRefusedException;
import dev.shieldwall.transport.nacl.core.SealedAnswer;
import dev.shieldwall.transport.nacl.core.SealedRequest;
import java.time.Duration;

/** A client's session: bodies in, bodies out. Ends after an hour, or 65,536 answers, and wants a new offer. Thread-safe. */
public final class NaclSession implements AutoCloseable {

    private final ClientId client;
    private final BoxSession session;
    private final NaclHost host;
    private final Duration began;

    NaclSession(ClientId client, BoxSession session, NaclHost host) {
        this.client = client;
        this.session = session;
        this.host = host;
        this.began = host.elapsed();
    }

    /** How this client is named in {@code X-Client-ID} where a request has no body. */
    public ClientId client() {
        return client;
    }

    /** The request's body around compact JSON of at most {@link SealedRequest#MOST_PLAINTEXT_BYTES} bytes. */
    public byte[] seal(byte[] json) throws NaclRefusedException {
        return new SealedRequest(client, session.seal(json, age())).encode();
    }

    /** The JSON in an answer's body. Which request it answers, and with which status, nothing shows. */
    public byte[] open(byte[] answer) throws NaclRefusedException {
        return session.open(SealedAnswer.parse(answer).sealed(), age());
    }

    private Duration age() {
        return host.elapsed().minus(began);
    }

    @Override
    public void close() {
        session.close();
    }
}
