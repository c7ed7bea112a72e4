package dev.shieldwall.service.mesh;

import dev.shieldwall.client.TestMesh;
import dev.shieldwall.client.signing.Attestor;
import dev.shieldwall.client.signing.CommandSigner;
import dev.shieldwall.client.signing.ReadToken;
import dev.shieldwall.model.capability.CapabilityId;
import dev.shieldwall.model.capability.Constraints;
import dev.shieldwall.model.capability.Dimensions;
import dev.shieldwall.model.capability.RiskLevel;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.command.CapabilityCommand;
import dev.shieldwall.model.command.CapabilityCommand.RequestContext;
import dev.shieldwall.model.command.CapabilityCommand.RequestedCapability;
import dev.shieldwall.model.command.Command;
import dev.shieldwall.model.command.CommandPayload;
import dev.shieldwall.model.command.IdentityCommand;
import dev.shieldwall.model.command.SessionCommand;
import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.model.identity.Attestation;
import dev.shieldwall.model.identity.VerificationKey;
import dev.shieldwall.model.session.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Signed commands of the story that most tests tell: register, grant, open a session, ask, close, revoke. */
public final class Scenario {

    public static final Duration HOUR = Duration.ofHours(1);

    private final TestMesh mesh;
    private final Hash chainId;
    private final CommandSigner operator;
    private final CommandSigner service;

    public Scenario(TestMesh mesh, String serviceName) {
        this.mesh = mesh;
        this.chainId = mesh.chainId();
        this.operator = mesh.operator();
        this.service = mesh.service(serviceName);
    }

    public CommandSigner operator() {
        return operator;
    }

    public CommandSigner service() {
        return service;
    }

    public SignedCommand register() {
        VerificationKey key = VerificationKey.ed25519(service.publicKey());
        var attestor = new Attestor(TestMesh.principal("issuer/ca"), mesh.issuerKey(), chainId);
        Attestation attestation = attestor.attest(
                service.principal(), key, new TreeMap<>(Map.of("purpose", "test")), Instant.now().plus(HOUR));
        return sign(new IdentityCommand.Register(key, attestation, "participant", 1, List.of()));
    }

    public SignedCommand revokeIdentity() {
        return byOperator(new IdentityCommand.Revoke(service.principal(), "it was tested"));
    }

    public CapabilityId newCapabilityId() {
        return new CapabilityId(service.randomBytes(CapabilityId.BYTES));
    }

    public SignedCommand grant(CapabilityId id) {
        return byOperator(new CapabilityCommand.Grant(
                id, service.principal(), new Dimensions("data", "write", null, null, RiskLevel.CRITICAL),
                List.of("ledger-a"), Constraints.NONE, Instant.now().plus(HOUR).toEpochMilli()));
    }

    public SignedCommand revokeCapability(CapabilityId id) {
        return byOperator(new CapabilityCommand.Revoke(id, "no longer needed"));
    }

    public SessionId newSessionId() {
        return new SessionId(service.randomBytes(SessionId.BYTES));
    }

    public SignedCommand establish(SessionId id) {
        return sign(new SessionCommand.Establish(
                id, List.of(mesh.genesis().replicaPrincipal(1)), HOUR.toMillis()));
    }

    public SignedCommand close(SessionId id) {
        return sign(new SessionCommand.Close(id));
    }

    /** Asks for {@code operation} on data; the grant covers {@code write}. */
    public SignedCommand authorize(SessionId session, String operation) {
        var requested = new RequestedCapability(
                "data", operation, null, null, RiskLevel.CRITICAL, List.of("ledger-a"), null);
        return sign(new CapabilityCommand.Authorize(
                session, requested, new RequestContext("a test", "high"), true, true, null, null));
    }

    public SignedCommand sign(Command command) {
        return service.sign(command, chainId);
    }

    public SignedCommand byOperator(Command command) {
        return operator.sign(command, chainId);
    }

    /** The same command of the service under the same id, with another notAfter. */
    public SignedCommand again(SignedCommand first, long notAfterMillis) {
        CommandPayload old = first.payload();
        return CommandSigner.sign(
                new CommandPayload(old.chainId(), old.commandId(), service.principal(), notAfterMillis, old.command()),
                mesh.serviceKey());
    }

    /** A bearer token for reads. */
    public String token() {
        return ReadToken.of(mesh.genesis(), service.principal(), Instant.now(), Duration.ofMinutes(5))
                .sign(mesh.tokenKey());
    }
}
