package dev.shieldwall.transport.nacl;

import static dev.shieldwall.transport.nacl.core.NaclParties.CLIENT;
import static dev.shieldwall.transport.nacl.core.NaclParties.CLIENTS;
import static dev.shieldwall.transport.nacl.core.NaclParties.COMPATIBILITY;
import static dev.shieldwall.transport.nacl.core.NaclParties.SERVER;
import static dev.shieldwall.transport.nacl.core.NaclParties.bytes;
import static dev.shieldwall.transport.nacl.core.NaclParties.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.transport.nacl.core.NaclRefusal;
import dev.shieldwall.transport.nacl.core.SealedRequest;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Over HTTP: the same bodies, with the clocks of the machine. */
class NaclHttpTest {

    private final NaclServer server = new NaclServer(COMPATIBILITY, SERVER, CLIENTS);
    private final NaclClient client = new NaclClient(COMPATIBILITY, CLIENT, SERVER.key());
    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpServerMount mount = new HttpServerMount(server, call -> new HttpReply(200, switch (call) {
        case NaclCall.Sealed sealed -> sealed.json();
        case NaclCall.Claimed claimed -> bytes("{\"for\":\"" + claimed.client() + "\"}");
    }));

    NaclHttpTest() throws IOException {}

    @AfterEach
    void stop() {
        http.close();
        mount.close();
        server.close();
    }

    private HttpResponse<byte[]> post(String target, byte[] body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(mount.at(target)).POST(BodyPublishers.ofByteArray(body)));
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }

    private NaclSession connect() throws Exception {
        try (NaclClient.Offer offer = client.offer()) {
            HttpResponse<byte[]> answer = post(NaclServer.HANDSHAKE, offer.body());
            return offer.accept(answer.statusCode(), answer.body());
        }
    }

    @Test
    void handshakeRequestAndAnswerGoOverHttp() throws Exception {
        try (NaclSession session = connect()) {
            HttpResponse<byte[]> answer = post("/api/v1/echo", session.seal(bytes("{\"n\":1}")));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(text(answer.body())).doesNotContain("\"n\"");
            assertThat(text(session.open(answer.body()))).isEqualTo("{\"n\":1}");
            HttpResponse<byte[]> got = send(
                    HttpRequest.newBuilder(mount.at("/api/v1/x")).header("X-Client-ID", session.client().value()));
            assertThat(text(session.open(got.body()))).isEqualTo("{\"for\":\"03a107bff3ce10be\"}");
        }
    }

    @Test
    void theLongestTextGoesThereAndBack() throws Exception {
        try (NaclSession session = connect()) {
            String longest = "{\"a\":\"" + "x".repeat(SealedRequest.MOST_PLAINTEXT_BYTES - 8) + "\"}";
            HttpResponse<byte[]> answer = post("/api/v1/echo", session.seal(bytes(longest)));
            assertThat(text(session.open(answer.body()))).isEqualTo(longest);
        }
    }

    @Test
    void statusesAreTheReferences() throws Exception {
        assertThat(send(HttpRequest.newBuilder(mount.at(NaclServer.HANDSHAKE))).statusCode()).isEqualTo(405);
        assertThat(post(NaclServer.HANDSHAKE, bytes("{}")).statusCode()).isEqualTo(400);
        assertThat(post(NaclServer.HANDSHAKE, bytes("x")).statusCode()).isEqualTo(500);
        assertThat(post("/api/v1/echo", bytes("{}")).statusCode()).isEqualTo(401);
        assertThat(post("/api/v1/echo", new byte[(1 << 20) + 1]).statusCode()).isEqualTo(400);
        assertThat(server.refused(NaclRefusal.TOO_LARGE)).isOne();
        assertThat(post("/api/v1/health", bytes("")).statusCode()).isEqualTo(200);
        assertThat(post("/elsewhere", bytes("")).statusCode()).isEqualTo(200);
    }
}
