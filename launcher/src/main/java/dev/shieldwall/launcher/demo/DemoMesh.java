package dev.shieldwall.launcher.demo;

import dev.shieldwall.client.ClientSettings;
import dev.shieldwall.client.ShieldwallClient;
import dev.shieldwall.client.ledger.Outcome;
import dev.shieldwall.client.signing.ReadToken;
import dev.shieldwall.crypto.keystore.KeyFiles;
import dev.shieldwall.crypto.signature.Ed25519Signer;
import dev.shieldwall.launcher.control.ControlClient;
import dev.shieldwall.launcher.folder.DataFolder;
import dev.shieldwall.launcher.folder.Refusal;
import dev.shieldwall.launcher.genesis.LocalGenesis;
import dev.shieldwall.launcher.process.ProcessStatus;
import dev.shieldwall.launcher.signing.CommandTemplate;
import dev.shieldwall.launcher.signing.PrincipalKeys;
import dev.shieldwall.model.audit.AuditReport;
import dev.shieldwall.model.block.CertificateRejectedException;
import dev.shieldwall.model.codec.JsonCodec;
import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.model.genesis.Genesis;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.model.receipt.Receipt;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A running mesh on this machine as a user of it sees it: through the gateway, the keys in the data folder, and kill. */
public final class DemoMesh {

    private static final JsonCodec<AuditReport> AUDIT_REPORT = JsonCodec.of(AuditReport.class);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration PROJECTION = Duration.ofSeconds(10);

    private final DataFolder data;
    private final LocalGenesis local;
    private final Genesis genesis;
    private final PrincipalKeys keys;
    private final ShieldwallClient client;

    public DemoMesh(DataFolder data) throws IOException {
        this.data = data;
        this.local = LocalGenesis.of(data);
        this.genesis = local.read();
        this.keys = new PrincipalKeys(local, data);
        Ed25519Signer tokenKey = new Ed25519Signer(KeyFiles.readPrivate(local.tokenKeyFile()));
        try {
            this.client = new ShieldwallClient(
                    HttpClient.newHttpClient(),
                    ClientSettings.of(URI.create("http://127.0.0.1:" + data.ports().gateway())),
                    genesis,
                    () -> ReadToken.of(genesis, new PrincipalId(LocalGenesis.OPERATOR), Instant.now(),
                                    ReadToken.MAX_LIFETIME)
                            .sign(tokenKey));
        } catch (CertificateRejectedException e) {
            throw new IOException("the genesis does not hold: " + e.getMessage(), e);
        }
    }

    Path genesisFile() {
        return local.file();
    }

    AuditTable auditTable() {
        return new AuditTable(data);
    }

    /** Signs a command file as the principal that it names, whose key is made if there is none. */
    public SignedCommand sign(String file, Map<String, String> values) throws IOException {
        var all = new HashMap<>(values);
        all.put("trustDomain", genesis.trustDomain());
        return keys.sign(CommandTemplate.parse(file, all), Instant.now());
    }

    /** Submits through the gateway and waits out an unknown outcome. */
    public Receipt submit(SignedCommand command) throws InterruptedException {
        return switch (client.submit(command)) {
            case Outcome.Decided(var receipt) -> receipt;
            case Outcome.Unknown unknown -> throw new Refusal("the outcome of " + unknown.commandId()
                    + " is unknown: no quorum in time; ./shieldwall status shows what is down");
            case Outcome.Refused refused -> throw new Refusal(
                    "not admitted (" + refused.status() + " " + refused.code() + "): " + refused.detail());
        };
    }

    /** The whole check of the audit log, once it has reached {@code minHeight}. */
    AuditReport auditCheck(long minHeight) throws IOException, InterruptedException {
        AuditReport report = client.read("/v1/audit/check", AUDIT_REPORT);
        for (long waited = 0; report.size() == 0 && waited < PROJECTION.toMillis(); waited += PAUSE.toMillis()) {
            Thread.sleep(PAUSE);
            report = client.read("/v1/audit/check", AUDIT_REPORT);
        }
        if (report.size() == 0) {
            throw new Refusal("the audit service has not reached height " + minHeight);
        }
        return report;
    }

    /** Name of the replica that leads now. */
    String primary() throws IOException {
        return status().stream()
                .filter(process -> process.role().equals("primary"))
                .map(ProcessStatus::name)
                .findFirst()
                .orElseThrow(() -> new Refusal("no replica says that it leads; ./shieldwall status shows them"));
    }

    void kill(String process) throws IOException {
        ControlClient.of(data).ask("kill", process);
    }

    void start(String process) throws IOException {
        ControlClient.of(data).ask("start", process);
    }

    /** Waits until the process stands at {@code height}; the answer is how long that took. */
    Duration awaitHeight(String name, long height, Duration patience) throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (status().stream().noneMatch(process -> process.name().equals(name) && process.height() >= height)) {
            if (System.nanoTime() - start > patience.toNanos()) {
                throw new Refusal(name + " has not reached height " + height + " in " + patience.toSeconds() + " s");
            }
            Thread.sleep(PAUSE);
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private List<ProcessStatus> status() throws IOException {
        return ControlClient.of(data).ask("status").stream().map(ProcessStatus::parse).toList();
    }
}
