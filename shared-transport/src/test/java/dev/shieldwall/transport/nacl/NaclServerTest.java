package dev.shieldwall.transport.nacl;

import static dev.shieldwall.transport.nacl.core.NaclParties.CLI;
import static dev.shieldwall.transport.nacl.core.NaclParties.CLIENT;
import static dev.shieldwall.transport.nacl.core.NaclParties.CLIENTS;
import static dev.shieldwall.transport.nacl.core.NaclParties.COMPATIBILITY;
import static dev.shieldwall.transport.nacl.core.NaclParties.NOON;
import static dev.shieldwall.transport.nacl.core.NaclParties.RANDOM;
import static dev.shieldwall.transport.nacl.core.NaclParties.SERVER;
import static dev.shieldwall.transport.nacl.core.NaclParties.STRANGER;
import static dev.shieldwall.transport.nacl.core.NaclParties.bytes;
import static dev.shieldwall.transport.nacl.core.NaclParties.ephemeral;
import static dev.shieldwall.transport.nacl.core.NaclParties.field;
import static dev.shieldwall.transport.nacl.core.NaclParties.limited;
import static dev.shieldwall.transport.nacl.core.NaclParties.text;
import static dev.shieldwall.transport.nacl.core.NaclParties.with;
import static dev.shieldwall.transport.nacl.core.NaclParties.withKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.shieldwall.transport.nacl.core.ClientId;
import dev.shieldwall.transport.nacl.core.NaclIdentity;
import dev.shieldwall.transport.nacl.core.NaclLimits;
import dev.shieldwall.transport.nacl.core.NaclRefusal;
import dev.shieldwall.transport.nacl.core.NaclRefusedException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Statuses and bodies as the reference has them, sessions and their ends; the attacks that are refused, as requests. */
class NaclServerTest {

    private static final String NO_SESSION =
            "{\"error\":\"Encryption required\",\"message\":\"Perform handshake at /api/v1/handshake first\"}";
    private static final String NOT_OPENED = "{\"error\":\"Encryption error\"}";
    private static final ClientId ID = ClientId.of(CLIENT.key());

    private final AtomicReference<Instant> timeOfDay = new AtomicReference<>(NOON);
    private final AtomicLong nanos = new AtomicLong(-5);
    private final NaclHost host = new NaclHost(timeOfDay::get, nanos::get, RANDOM);
    private final NaclServer server = new NaclServer(COMPATIBILITY, SERVER, CLIENTS, host);
    private final NaclClient client = new NaclClient(COMPATIBILITY, CLIENT, SERVER.key(), host);

    /** Says what it was asked and by whom. */
    private static HttpReply echo(NaclCall call) {
        String who = switch (call) {
            case NaclCall.Sealed sealed -> "sealed " + sealed.method() + " " + text(sealed.json()).replace('"', '\'');
            case NaclCall.Claimed _ -> "claimed";
        };
        return HttpReply.of(200, "{\"echo\":\"" + who + " " + call.client() + " " + call.target() + "\"}");
    }

    private HttpReply send(String method, String target, byte[] body) {
        return server.handle(new HttpCall(method, URI.create(target), Map.of(), body), NaclServerTest::echo);
    }

    private HttpReply post(byte[] body) {
        return send("POST", "/api/v1/echo", body);
    }

    private HttpReply shakeHands(byte[] body) {
        return send("POST", NaclServer.HANDSHAKE, body);
    }

    private NaclSession connect(NaclClient client) throws NaclRefusedException {
        try (NaclClient.Offer offer = client.offer()) {
            HttpReply reply = shakeHands(offer.body());
            return offer.accept(reply.status(), reply.body());
        }
    }

    private static void is(HttpReply reply, int status, String body) {
        assertThat(text(reply.body())).isEqualTo(body);
        assertThat(reply.status()).isEqualTo(status);
    }

    private void refused(HttpReply reply, int status, String body, NaclRefusal why) {
        is(reply, status, body);
        assertThat(server.refused(why)).isOne();
    }

    @Test
    void aSealedRequestIsAnsweredSealed() throws NaclRefusedException {
        NaclSession session = connect(client);
        HttpReply reply = send("PUT", "/api/v1/echo?a=1", session.seal(bytes("{}")));
        assertThat(reply.status()).isEqualTo(200);
        assertThat(text(session.open(reply.body()))).isEqualTo("{\"echo\":\"sealed PUT {} " + ID + " /api/v1/echo?a=1\"}");
    }

    @Test
    void aStatusAndAnEmptyBodyLeaveAsTheyAre() throws NaclRefusedException {
        NaclSession session = connect(client);
        var call = new HttpCall("POST", URI.create("/api/v1/x"), Map.of(), session.seal(bytes("{}")));
        is(server.handle(call, opened -> HttpReply.of(204, "")), 204, "");
        var next = new HttpCall("POST", URI.create("/api/v1/x"), Map.of(), session.seal(bytes("{}")));
        HttpReply teapot = server.handle(next, opened -> HttpReply.of(418, "{\"short\":1}"));
        assertThat(teapot.status()).isEqualTo(418);
        assertThat(text(session.open(teapot.body()))).isEqualTo("{\"short\":1}");
    }

    @Test
    void aHandshakeIsPosted() {
        for (String other : List.of("GET", "PUT", "DELETE", "post")) {
            is(send(other, NaclServer.HANDSHAKE, bytes("{}")), 405, "{\"error\":\"Method not allowed\"}");
        }
        assertThat(server.refused(NaclRefusal.WRONG_METHOD)).isEqualTo(4);
    }

    @Test
    void anotherShapeIsABadRequest() {
        refused(shakeHands(bytes("{}")), 400, "{\"error\":\"Invalid handshake format\"}", NaclRefusal.WRONG_SHAPE);
    }

    /** The reference looks for the name alone: what is under it fails later and otherwise. */
    @Test
    void aHandshakeByNameAloneIsABadOne() {
        for (String named : List.of("1", "\"x\"", "true", "{}", "{},\"more\":1")) {
            HttpReply reply = shakeHands(bytes("{\"handshake_request\":" + named + "}"));
            is(reply, 500, "{\"error\":\"Handshake processing failed\"}");
        }
        assertThat(server.refused(NaclRefusal.MALFORMED)).isEqualTo(5);
    }

    @Test
    void everyOtherRefusalOfAHandshakeLooksTheSame() throws NaclRefusedException {
        String failed = "{\"error\":\"Handshake processing failed\"}";
        var stranger = new NaclClient(COMPATIBILITY, STRANGER, SERVER.key(), host);
        refused(shakeHands(stranger.offer().body()), 500, failed, NaclRefusal.NOT_ALLOWED);
        refused(shakeHands(bytes("no JSON")), 500, failed, NaclRefusal.MALFORMED);
        refused(shakeHands(new byte[4097]), 500, failed, NaclRefusal.TOO_LARGE);
        byte[] stale = client.offer().body();
        timeOfDay.set(NOON.plusSeconds(31));
        refused(shakeHands(stale), 500, failed, NaclRefusal.STALE);
        byte[] body = client.offer().body();
        String zeros = Base64.getEncoder().encodeToString(new byte[64]);
        refused(shakeHands(with(body, "signature", zeros)), 500, failed, NaclRefusal.BAD_SIGNATURE);
        String zeroKey = Base64.getEncoder().encodeToString(new byte[32]);
        refused(shakeHands(with(body, "public_key", zeroKey)), 500, failed, NaclRefusal.BAD_KEY);
        NaclSession victim = connect(client);
        byte[] captured = client.offer().body();
        assertThat(shakeHands(captured).status()).isEqualTo(200);
        refused(shakeHands(withKey(captured, ephemeral())), 500, failed, NaclRefusal.REPLAYED);
        assertThat(victim.client()).isEqualTo(ID);
    }

    /** The measured hijack, as requests: it neither gives a session nor takes the victim's away. */
    @Test
    void aCapturedHandshakeWithTheAttackersKeyTakesNobodysPlace() throws NaclRefusedException {
        NaclClient.Offer offer = client.offer();
        HttpReply reply = shakeHands(offer.body());
        NaclSession victim = offer.accept(reply.status(), reply.body());
        assertThat(shakeHands(withKey(offer.body(), ephemeral())).status()).isEqualTo(500);
        assertThat(post(victim.seal(bytes("{}"))).status()).isEqualTo(200);
    }

    @Test
    void whoHasNoSessionIsToldToShakeHands() throws NaclRefusedException {
        byte[] sealed = connect(new NaclClient(COMPATIBILITY, CLI, SERVER.key(), host)).seal(bytes("{}"));
        is(post(with(sealed, "client_id", ID.value())), 401, NO_SESSION);
        is(post(bytes("{\"plain\":true}")), 401, NO_SESSION);
        assertThat(server.refused(NaclRefusal.NO_SESSION)).isEqualTo(2);
    }

    /** The reference lets it pass once somebody with that address has a session. */
    @Test
    void plainJsonIsNeverTakenNotEvenBesideASession() throws NaclRefusedException {
        connect(client);
        is(post(bytes("{\"plain\":true}")), 401, NO_SESSION);
        is(post(bytes("{\"plain\":true,\"client_id\":\"" + ID + "\"}")), 400, NOT_OPENED);
    }

    @Test
    void whatDoesNotOpenIsABadRequestAndTheSessionGoesOn() throws NaclRefusedException {
        NaclSession session = connect(client);
        byte[] sealed = session.seal(bytes("{}"));
        byte[] forged = with(sealed, "payload", Base64.getEncoder().encodeToString(new byte[60]));
        refused(post(forged), 400, NOT_OPENED, NaclRefusal.NOT_AUTHENTIC);
        refused(post(bytes("no JSON")), 400, NOT_OPENED, NaclRefusal.MALFORMED);
        refused(post(new byte[(1 << 20) + 1]), 400, NOT_OPENED, NaclRefusal.TOO_LARGE);
        HttpReply reply = post(sealed);
        assertThat(reply.status()).isEqualTo(200);
        refused(post(sealed), 400, NOT_OPENED, NaclRefusal.REPLAYED);
        byte[] reflected = with(session.seal(bytes("{}")), "payload", payloadOf(reply));
        refused(post(reflected), 400, NOT_OPENED, NaclRefusal.REFLECTED);
        assertThat(session.open(reply.body())).isNotEmpty();
    }

    private static String payloadOf(HttpReply reply) {
        return field(reply.body(), "payload");
    }

    @Test
    void aSessionEndsAfterAnHourAndAHandshakeBeginsAnother() throws NaclRefusedException {
        NaclSession session = connect(client);
        nanos.addAndGet(Duration.ofHours(1).toNanos() - 1);
        byte[] late = session.seal(bytes("{}"));
        assertThat(post(session.seal(bytes("{}"))).status()).isEqualTo(200);
        nanos.incrementAndGet();
        refused(post(late), 401, NO_SESSION, NaclRefusal.EXPIRED);
        assertThatExceptionOfType(NaclRefusedException.class).isThrownBy(() -> session.seal(bytes("{}"))).withMessage("EXPIRED");
        assertThat(post(connect(client).seal(bytes("{}"))).status()).isEqualTo(200);
    }

    @Test
    void aSessionEndsAfterItsMessages() throws NaclRefusedException {
        try (var small = new NaclServer(limited(new NaclLimits(1, 9, 2)), SERVER, CLIENTS, host);
                NaclClient.Offer offer = client.offer()) {
            var call = new HttpCall("POST", URI.create(NaclServer.HANDSHAKE), Map.of(), offer.body());
            HttpReply reply = small.handle(call, NaclServerTest::echo);
            NaclSession session = offer.accept(reply.status(), reply.body());
            for (int expected : new int[] {200, 200, 401, 401}) {
                var next = new HttpCall("POST", URI.create("/api/v1/x"), Map.of(), session.seal(bytes("{}")));
                assertThat(small.handle(next, NaclServerTest::echo).status()).isEqualTo(expected);
            }
            assertThat(small.refused(NaclRefusal.EXHAUSTED)).isOne();
        }
    }

    @Test
    void sessionsAreBoundedAndTheOldestGoes() throws NaclRefusedException {
        try (var small = new NaclServer(limited(new NaclLimits(1, 9, 9)), SERVER, CLIENTS, host)) {
            var sessions = new ArrayList<NaclSession>();
            for (NaclIdentity identity : List.of(CLIENT, CLI)) {
                var one = new NaclClient(COMPATIBILITY, identity, SERVER.key(), host);
                try (NaclClient.Offer offer = one.offer()) {
                    var call = new HttpCall("POST", URI.create(NaclServer.HANDSHAKE), Map.of(), offer.body());
                    HttpReply reply = small.handle(call, NaclServerTest::echo);
                    sessions.add(offer.accept(reply.status(), reply.body()));
                }
            }
            assertThat(small.sessions()).isOne();
            for (int i = 0; i < 2; i++) {
                var call = new HttpCall("POST", URI.create("/api/v1/x"), Map.of(), sessions.get(i).seal(bytes("{}")));
                assertThat(small.handle(call, NaclServerTest::echo).status()).isEqualTo(i == 0 ? 401 : 200);
            }
        }
    }

    @Test
    void whoIsTakenOutHasNoSession() throws NaclRefusedException {
        NaclSession session = connect(client);
        server.end(ID);
        is(post(session.seal(bytes("{}"))), 401, NO_SESSION);
        assertThat(server.sessions()).isZero();
    }

    private HttpReply get(String target, Map<String, List<String>> headers) {
        return server.handle(new HttpCall("GET", URI.create(target), headers, new byte[0]), NaclServerTest::echo);
    }

    @Test
    void aGetNamesItsClientInTheHeaderOrTheQuery() throws NaclRefusedException {
        NaclSession session = connect(client);
        for (HttpReply reply : List.of(
                get("/api/v1/x", Map.of("X-Client-ID", List.of(ID.value()))),
                get("/api/v1/x", Map.of("x-client-id", List.of(ID.value()), "Accept", List.of("*/*"))),
                get("/api/v1/x?a=b&client_id=" + ID, Map.of()))) {
            assertThat(reply.status()).isEqualTo(200);
            assertThat(text(session.open(reply.body()))).startsWith("{\"echo\":\"claimed " + ID + " /api/v1/x");
        }
    }

    @Test
    void aGetNamesOneClientWithASessionAndNoOtherMethodDoesSo() throws NaclRefusedException {
        connect(client);
        Map<String, List<String>> header = Map.of("X-Client-ID", List.of(ID.value()));
        is(get("/api/v1/x", Map.of()), 401, NO_SESSION);
        is(get("/api/v1/x", Map.of("X-Client-ID", List.of(ID.value(), ID.value()))), 401, NO_SESSION);
        is(get("/api/v1/x?client_id=" + ID, header), 401, NO_SESSION);
        is(get("/api/v1/x?my_client_id=" + ID, Map.of()), 401, NO_SESSION);
        is(get("/api/v1/x", Map.of("X-Client-ID", List.of(ClientId.of(CLI.key()).value()))), 401, NO_SESSION);
        for (String other : List.of("POST", "DELETE", "HEAD", "get")) {
            var call = new HttpCall(other, URI.create("/api/v1/x"), header, new byte[0]);
            is(server.handle(call, NaclServerTest::echo), 401, NO_SESSION);
        }
        is(get("/api/v1/x", Map.of("X-Client-ID", List.of("' or 1=1"))), 400, NOT_OPENED);
    }

    @Test
    void aGetOfAnExpiredSessionDoesNotReachTheApplication() throws NaclRefusedException {
        connect(client);
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        var call = new HttpCall("GET", URI.create("/api/v1/x?client_id=" + ID), Map.of(), new byte[0]);
        is(server.handle(call, opened -> {
            throw new AssertionError("asked for " + opened);
        }), 401, NO_SESSION);
    }

    @Test
    void onlyPathsUnderTheApiAreCoveredAndHealthIsNot() {
        for (String path : List.of("/api/v1/handshake", "/api/v1/x", "/api/v1/", "/api/v1/health/", "/api/v1/healthy")) {
            assertThat(NaclServer.covers(path)).as(path).isTrue();
        }
        for (String path : List.of("/api/v1/health", "/api/v1", "/", "/v1/x", "/api/v2/x", "")) {
            assertThat(NaclServer.covers(path)).as(path).isFalse();
        }
        for (String elsewhere : List.of("/api/v1/health", "*", "opaque:443")) {
            assertThatIllegalArgumentException().isThrownBy(() -> send("GET", elsewhere, new byte[0]));
        }
    }

    /** ONLY_THE_BODY_IS_SEALED: the attacker holds a request back and sends its body elsewhere. */
    @Test
    void aSealedBodyIsGoodUnderAnyOtherPathAndMethod() throws NaclRefusedException {
        NaclSession session = connect(client);
        HttpReply reply = send("DELETE", "/api/v1/everything", session.seal(bytes("{\"id\":1}")));
        assertThat(text(session.open(reply.body()))).contains("sealed DELETE {'id':1} " + ID + " /api/v1/everything");
    }

    /** GET_IS_NOT_AUTHENTICATED: nothing in it comes from the client. */
    @Test
    void anybodyAsksAGetInAClientsName() throws NaclRefusedException {
        connect(client);
        var asked = new AtomicReference<NaclCall>();
        var call = new HttpCall("GET", URI.create("/api/v1/x?client_id=" + ID), Map.of(), new byte[0]);
        server.handle(call, opened -> {
            asked.set(opened);
            return HttpReply.of(200, "{}");
        });
        assertThat(asked).hasValue(new NaclCall.Claimed(ID, call.target()));
    }

    /** REFUSALS_ARE_NOT_AUTHENTICATED: a client has to believe whoever says no. */
    @Test
    void anybodyWritesARefusal() {
        NaclClient.Offer offer = client.offer();
        assertThatExceptionOfType(NaclRefusedException.class)
                .isThrownBy(() -> offer.accept(500, bytes("{\"error\":\"Handshake processing failed\"}")))
                .withMessage("NOT_ESTABLISHED");
    }

    @Test
    void theClientOpensNoPlainAnswer() throws NaclRefusedException {
        NaclSession session = connect(client);
        for (String plain : List.of("", "{}", "{\"ok\":true}", NO_SESSION)) {
            assertThatExceptionOfType(NaclRefusedException.class)
                    .isThrownBy(() -> session.open(bytes(plain)))
                    .withMessage("MALFORMED");
        }
    }

    @Test
    void closedSessionsSealNothing() throws NaclRefusedException {
        NaclSession session = connect(client);
        byte[] sealed = session.seal(bytes("{}"));
        session.close();
        assertThatExceptionOfType(NaclRefusedException.class).isThrownBy(() -> session.seal(bytes("{}"))).withMessage("ENDED");
        server.close();
        is(post(sealed), 401, NO_SESSION);
    }

    @Test
    void manyCallersShareASession() throws Exception {
        NaclSession session = connect(client);
        Callable<Integer> conversation = () -> {
            int answered = 0;
            for (int i = 0; i < 50; i++) {
                answered += session.open(post(session.seal(bytes("{}"))).body()).length > 0 ? 1 : 0;
            }
            return answered;
        };
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> one : threads.invokeAll(Collections.nCopies(8, conversation))) {
                assertThat(one.get()).isEqualTo(50);
            }
        }
    }

    /** Handshakes, requests and ends of sessions at once: what the application did is answered 200, all else is not. */
    @Test
    void handshakesAndRequestsMayCross() throws Exception {
        Callable<Integer> caller = () -> {
            for (int i = 0; i < 20; i++) {
                NaclSession session = connect(client);
                var done = new AtomicBoolean();
                var call = new HttpCall("POST", URI.create("/api/v1/x"), Map.of(), session.seal(bytes("{}")));
                HttpReply reply = server.handle(call, opened -> {
                    done.set(true);
                    Thread.yield();
                    return HttpReply.of(200, "{}");
                });
                assertThat(reply.status()).isIn(done.get() ? List.of(200) : List.of(400, 401));
            }
            return 20;
        };
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> one : threads.invokeAll(Collections.nCopies(6, caller))) {
                assertThat(one.get()).isEqualTo(20);
            }
        }
        assertThat(server.sessions()).isOne();
    }
}
