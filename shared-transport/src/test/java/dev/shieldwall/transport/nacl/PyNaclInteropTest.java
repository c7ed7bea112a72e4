package dev.shieldwall.transport.nacl;

import static dev.shieldwall.transport.nacl.core.NaclParties.CLIENT;
import static dev.shieldwall.transport.nacl.core.NaclParties.CLIENTS;
import static dev.shieldwall.transport.nacl.core.NaclParties.COMPATIBILITY;
import static dev.shieldwall.transport.nacl.core.NaclParties.SERVER;
import static dev.shieldwall.transport.nacl.core.NaclParties.bytes;
import static dev.shieldwall.transport.nacl.core.NaclParties.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shieldwall.transport.nacl.core.NaclRefusal;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Against libsodium, through PyNaCl, as the reference uses it; our server and theirs. */
class PyNaclInteropTest {

    /** Debian's Python; one that comes first in the path may lack the package. */
    private static final String PYTHON = "/usr/bin/python3";

    /** The seeds of the vectors: the client's and the server's. */
    private static final String CLIENT_SEED = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    private static final String SERVER_SEED = "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f";

    private final List<Process> processes = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void pyNaclIsThere() throws InterruptedException {
        boolean there;
        try {
            there = new ProcessBuilder(PYTHON, "-c", "import nacl.public").start().waitFor() == 0;
        } catch (IOException _) {
            there = false;
        }
        String absent = "apt-get install python3-nacl: " + PYTHON + " has no nacl";
        assertThat(there || !"required".equals(System.getProperty("shieldwall.tools"))).as(absent).isTrue();
        assumeTrue(there, absent);
    }

    @AfterEach
    void stop() {
        processes.forEach(Process::destroyForcibly);
        http.close();
    }

    private BufferedReader python(String... arguments) throws IOException, URISyntaxException {
        var script = Path.of(Objects.requireNonNull(getClass().getResource("nacl_peer.py")).toURI());
        var command = new ArrayList<>(List.of(PYTHON, script.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        processes.add(process);
        return process.inputReader(StandardCharsets.UTF_8);
    }

    private static String line(BufferedReader reader) throws IOException {
        return Objects.requireNonNull(reader.readLine(), "Python ended");
    }

    @Test
    void ourServerServesAClientOfTheReference() throws Exception {
        try (var server = new NaclServer(COMPATIBILITY, SERVER, CLIENTS);
                var mount = new HttpServerMount(server, PyNaclInteropTest::answer)) {
            BufferedReader python = python("client", mount.at("").toString(), CLIENT_SEED, HexFormat.of().formatHex(SERVER.key().bytes()));
            assertThat(line(python)).isEqualTo("handshake 200");
            assertThat(line(python)).isEqualTo("post 201 {\"got\":{\"message\":\"hello\",\"n\":1}}");
            assertThat(line(python)).isEqualTo("get 200 {\"claimed\":\"03a107bff3ce10be\"}");
            assertThat(line(python)).isEqualTo("replay 400 {\"error\":\"Encryption error\"}");
            assertThat(line(python)).isEqualTo("reflect 400 {\"error\":\"Encryption error\"}");
            assertThat(line(python)).isEqualTo("hijack 500 {\"error\":\"Handshake processing failed\"}");
            assertThat(line(python)).isEqualTo("post 201 {\"got\":{}}");
            assertThat(server.refused(NaclRefusal.REPLAYED)).isEqualTo(2);
            assertThat(server.refused(NaclRefusal.REFLECTED)).isOne();
        }
    }

    private static HttpReply answer(NaclCall call) {
        return switch (call) {
            case NaclCall.Sealed sealed -> new HttpReply(201, bytes("{\"got\":" + text(sealed.json()) + "}"));
            case NaclCall.Claimed claimed -> new HttpReply(200, bytes("{\"claimed\":\"" + claimed.client() + "\"}"));
        };
    }

    @Test
    void ourClientUsesAServerOfTheReference() throws Exception {
        URI base = URI.create("http://127.0.0.1:" + line(python("server", SERVER_SEED)));
        var client = new NaclClient(COMPATIBILITY, CLIENT, SERVER.key());
        try (NaclClient.Offer offer = client.offer()) {
            HttpResponse<byte[]> agreed = post(base.resolve(NaclServer.HANDSHAKE), offer.body());
            try (NaclSession session = offer.accept(agreed.statusCode(), agreed.body())) {
                HttpResponse<byte[]> answer = post(base.resolve("/api/v1/echo"), session.seal(bytes("{\"n\":1}")));
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(text(session.open(answer.body()))).isEqualTo("{\"you\":\"03a107bff3ce10be\",\"said\":{\"n\":1}}");
            }
        }
    }

    private HttpResponse<byte[]> post(URI target, byte[] body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(target).POST(BodyPublishers.ofByteArray(body)).build();
        return http.send(request, BodyHandlers.ofByteArray());
    }
}
