package dev.shieldwall.transport.nacl;

import dev.shieldwall.transport.nacl.core.BoxSession;
import dev.shieldwall.transport.nacl.core.ClientId;
import dev.shieldwall.transport.nacl.core.ClientList;
import dev.shieldwall.transport.nacl.core.Draw;
import dev.shieldwall.transport.nacl.core.NaclCompatibility;
import dev.shieldwall.transport.nacl.core.NaclIdentity;
import dev.shieldwall.transport.nacl.core.NaclRefusal;
import dev.shieldwall.transport.nacl.core.NaclRefusedException;
import dev.shieldwall.transport.nacl.core.NaclServerHandshake;
import dev.shieldwall.transport.nacl.core.SealedAnswer;
import dev.shieldwall.transport.nacl.core.SealedRequest;
import dev.shieldwall.transport.nacl.core.SessionTable;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Speaks the reference's handshake and envelopes to listed clients, for whatever HTTP server hands it the requests under
 * {@link #covers}. Reasons of refusals stay here, counted; the peer sees the reference's answers. Thread-safe.
 */
public final class NaclServer implements AutoCloseable {

    public static final String HANDSHAKE = "/api/v1/handshake";

    private static final String COVERED = "/api/v1/";
    private static final String HEALTH = "/api/v1/health";

    private static final HttpReply OTHER_METHOD = HttpReply.of(405, "{\"error\":\"Method not allowed\"}");
    private static final HttpReply NO_HANDSHAKE = HttpReply.of(400, "{\"error\":\"Invalid handshake format\"}");
    private static final HttpReply BAD_HANDSHAKE = HttpReply.of(500, "{\"error\":\"Handshake processing failed\"}");
    private static final HttpReply NO_SESSION = HttpReply.of(
            401, "{\"error\":\"Encryption required\",\"message\":\"Perform handshake at /api/v1/handshake first\"}");
    private static final HttpReply NOT_OPENED = HttpReply.of(400, "{\"error\":\"Encryption error\"}");

    private final NaclServerHandshake handshake;
    private final SessionTable sessions;
    private final NaclHost host;
    private final Map<NaclRefusal, Long> refusals = new ConcurrentHashMap<>();

    public NaclServer(NaclCompatibility compatibility, NaclIdentity own, ClientList clients) {
        this(compatibility, own, clients, NaclHost.system());
    }

    NaclServer(NaclCompatibility compatibility, NaclIdentity own, ClientList clients, NaclHost host) {
        this.handshake = new NaclServerHandshake(compatibility, own, clients);
        this.sessions = new SessionTable(compatibility);
        this.host = host;
    }

    /** The paths that are to be mounted. All others, and health, are in clear in the reference and no business of this. */
    public static boolean covers(String path) {
        return path.startsWith(COVERED) && !path.equals(HEALTH);
    }

    public HttpReply handle(HttpCall call, NaclApplication application) {
        String path = Objects.requireNonNullElse(call.target().getPath(), ""); // null in what CONNECT asks for
        if (!covers(path)) {
            throw new IllegalArgumentException("mounted at a path that is not covered");
        }
        return path.equals(HANDSHAKE) ? shakeHands(call) : converse(call, application);
    }

    private HttpReply shakeHands(HttpCall call) {
        try {
            if (!call.method().equals("POST")) {
                throw new NaclRefusedException(NaclRefusal.WRONG_METHOD);
            }
            return establish(handshake.admit(call.body(), host.now()));
        } catch (NaclRefusedException e) {
            count(e.refusal());
            return switch (e.refusal()) {
                case WRONG_METHOD -> OTHER_METHOD;
                case WRONG_SHAPE -> NO_HANDSHAKE;
                default -> BAD_HANDSHAKE;
            };
        }
    }

    private HttpReply establish(NaclServerHandshake.Admitted admitted) throws NaclRefusedException {
        try (Draw draw = host.draw()) {
            NaclServerHandshake.Accepted accepted = handshake.answer(admitted, draw, host.now());
            sessions.put(accepted.client(), accepted.session(), host.elapsed());
            return new HttpReply(200, accepted.answer());
        }
    }

    private HttpReply converse(HttpCall call, NaclApplication application) {
        try {
            return call.body().length > 0 ? answerSealed(call, application) : answerClaimed(call, application);
        } catch (NaclRefusedException e) {
            count(e.refusal());
            return switch (e.refusal()) {
                case MALFORMED, TOO_LARGE, REPLAYED, REFLECTED, NOT_AUTHENTIC -> NOT_OPENED;
                default -> NO_SESSION;
            };
        }
    }

    private HttpReply answerSealed(HttpCall call, NaclApplication application) throws NaclRefusedException {
        SealedRequest request = SealedRequest.parse(call.body());
        SessionTable.Entry entry = session(request.client());
        try (BoxSession.PendingAnswer answer = entry.session().beginAnswer(age(entry))) {
            byte[] json = entry.session().open(request.sealed(), age(entry));
            return seal(answer, application.answer(new NaclCall.Sealed(request.client(), call.method(), call.target(), json)));
        }
    }

    private HttpReply answerClaimed(HttpCall call, NaclApplication application) throws NaclRefusedException {
        ClientId client = ClaimedClient.of(call);
        SessionTable.Entry entry = session(client);
        try (BoxSession.PendingAnswer answer = entry.session().beginAnswer(age(entry))) {
            return seal(answer, application.answer(new NaclCall.Claimed(client, call.target())));
        }
    }

    /** Refuses nothing: behind the application a 401 would have an honest client send again what was done. */
    private static HttpReply seal(BoxSession.PendingAnswer answer, HttpReply reply) {
        return reply.body().length == 0
                ? reply
                : new HttpReply(reply.status(), new SealedAnswer(answer.seal(reply.body())).encode());
    }

    SessionTable.Entry session(ClientId client) throws NaclRefusedException {
        return sessions.find(client).orElseThrow(() -> new NaclRefusedException(NaclRefusal.NO_SESSION));
    }

    private Duration age(SessionTable.Entry entry) {
        return host.elapsed().minus(entry.began());
    }

    private void count(NaclRefusal refusal) {
        refusals.merge(refusal, 1L, Long::sum);
    }

    public long refused(NaclRefusal refusal) {
        return refusals.getOrDefault(refusal, 0L);
    }

    public int sessions() {
        return sessions.size();
    }

    /** Ends the client's session; its next request needs a new handshake, and what was taken before is answered. */
    public void end(ClientId client) {
        sessions.end(client);
    }

    @Override
    public void close() {
        sessions.close();
    }
}
