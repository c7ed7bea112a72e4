package dev.shieldwall.client.ledger;

import dev.shieldwall.client.TestChain;
import dev.shieldwall.client.TestMesh;
import dev.shieldwall.client.TestReplica;
import dev.shieldwall.client.signing.CommandSigner;
import dev.shieldwall.model.command.SessionCommand;
import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.model.session.SessionId;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Four test replicas over sockets and a client that knows where they are. */
abstract class ReplicasTest {

    final TestMesh mesh = TestMesh.create();
    final TestChain chain = new TestChain(mesh);
    final CommandSigner alice = mesh.service("alice");
    final HttpClient http = HttpClient.newHttpClient();
    final List<TestReplica> replicas = new ArrayList<>();

    @BeforeEach
    void fourReplicas() {
        for (int i = 0; i < TestMesh.REPLICAS; i++) {
            replicas.add(new TestReplica(chain));
        }
    }

    @AfterEach
    void close() {
        replicas.forEach(TestReplica::close);
        http.shutdownNow();
    }

    /** More patience than any test needs, however busy the machine. */
    LedgerClient client() throws Exception {
        return client(Duration.ofSeconds(60), Duration.ofSeconds(120));
    }

    LedgerClient client(Duration hedgeAfter, Duration timeout) throws Exception {
        return client(hedgeAfter, timeout, Duration.ofSeconds(60));
    }

    LedgerClient client(Duration hedgeAfter, Duration timeout, Duration idleTimeout) throws Exception {
        var settings = new LedgerSettings(
                replicas.stream().map(TestReplica::uri).toList(), hedgeAfter, timeout, idleTimeout);
        return new LedgerClient(mesh.genesis(), settings, http, ReplicaExchange.over(http));
    }

    SignedCommand command() {
        return alice.sign(new SessionCommand.Close(new SessionId(alice.randomBytes(16))), mesh.chainId());
    }
}
