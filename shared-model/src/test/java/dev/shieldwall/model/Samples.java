package dev.shieldwall.model;

import dev.shieldwall.model.audit.AuditContent;
import dev.shieldwall.model.audit.AuditLeaf;
import dev.shieldwall.model.block.ResultLeaf;
import dev.shieldwall.model.capability.Capability;
import dev.shieldwall.model.capability.CapabilityId;
import dev.shieldwall.model.capability.Constraints;
import dev.shieldwall.model.capability.Dimensions;
import dev.shieldwall.model.capability.RiskLevel;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.command.CapabilityCommand;
import dev.shieldwall.model.command.Command;
import dev.shieldwall.model.command.CommandPayload;
import dev.shieldwall.model.command.IdentityCommand;
import dev.shieldwall.model.command.SessionCommand;
import dev.shieldwall.model.decision.CommandId;
import dev.shieldwall.model.decision.Decision;
import dev.shieldwall.model.decision.Rejection;
import dev.shieldwall.model.event.Event;
import dev.shieldwall.model.identity.Attestation;
import dev.shieldwall.model.identity.Identity;
import dev.shieldwall.model.identity.IdentityStatus;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.model.identity.VerificationKey;
import dev.shieldwall.model.session.Session;
import dev.shieldwall.model.session.SessionId;
import dev.shieldwall.model.session.SessionStatus;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/** One value of each kind, with every component present unless it says otherwise. */
public final class Samples {

    public static final PrincipalId HOLDER = TestMesh.principal("service/trading-001");
    public static final PrincipalId AUDIENCE = TestMesh.principal("service/vault");
    public static final VerificationKey KEY = VerificationKey.ed25519(TestMesh.signer(200).publicKey().bytes());
    public static final CommandId COMMAND_ID = new CommandId(filled(16, 0xc1));
    public static final CapabilityId CAPABILITY_ID = new CapabilityId(filled(16, 0xca));
    public static final SessionId SESSION_ID = new SessionId(filled(16, 0x5e));
    public static final Hash ARGS = Hash.sha256(new byte[] {3});
    public static final long END_MILLIS = 1_700_000_060_000L;
    public static final Dimensions DIMENSIONS =
            new Dimensions("data", "write", "user", "immediate", RiskLevel.ELEVATED);
    public static final Constraints CONSTRAINTS =
            new Constraints("10GB", "1000/sec", true, "comprehensive", 1L, 2L, RiskLevel.DANGEROUS);
    public static final Attestation ATTESTATION = attestation();

    private Samples() {}

    public static Bytes filled(int size, int value) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) value);
        return Bytes.wrap(bytes);
    }

    private static Attestation attestation() {
        var claims = new TreeMap<String, String>();
        claims.put("purpose", "trading");
        claims.put("environment", "prod \"north\" \u00e9\ud83d\ude00");
        claims.put("zz", "");
        return new Attestation(TestMesh.principal("issuer/ca"), claims, END_MILLIS, filled(64, 0xa7));
    }

    public static Decision.Granted granted() {
        return new Decision.Granted(
                HOLDER, KEY, AUDIENCE, DIMENSIONS, List.of("orders", "trades"), ARGS, SESSION_ID, CAPABILITY_ID,
                RiskLevel.ELEVATED, 0, List.of("dataVolume"), END_MILLIS);
    }

    /** Names neither audience nor arguments. */
    public static Decision.Granted grantedToAnyone() {
        return new Decision.Granted(
                HOLDER, KEY, null, new Dimensions("data", "read", null, null, null), List.of(), null, SESSION_ID,
                CAPABILITY_ID, RiskLevel.SAFE, 0, List.of(), END_MILLIS);
    }

    public static Decision.Rejected rejected() {
        return new Decision.Rejected(Rejection.NO_CAPABILITY, "no capability covers data-write");
    }

    public static ResultLeaf result(int index, Decision decision, Event... events) {
        return new ResultLeaf(index, HOLDER, COMMAND_ID, Hash.sha256(new byte[] {4}), decision, List.of(events));
    }

    public static List<Event> events() {
        return List.of(
                new Event.IdentityRegistered(identity()),
                new Event.IdentityRevoked(HOLDER, "left"),
                new Event.CapabilityGranted(new Capability(
                        CAPABILITY_ID, HOLDER, TestMesh.principal("operator/ana"), DIMENSIONS, List.of("*"),
                        CONSTRAINTS, END_MILLIS, 7, 1_700_000_000_500L, null, null)),
                new Event.CapabilityRevoked(CAPABILITY_ID, "done"),
                new Event.SessionEstablished(new Session(
                        SESSION_ID, HOLDER, List.of(AUDIENCE), 1_700_000_000_500L, 7, END_MILLIS, SessionStatus.OPEN,
                        null)),
                new Event.SessionClosed(SESSION_ID));
    }

    public static Identity identity() {
        return new Identity(
                HOLDER, KEY, ATTESTATION, "participant", 1, List.of(AUDIENCE), IdentityStatus.ACTIVE, 7,
                1_700_000_000_500L, null, null);
    }

    public static AuditLeaf auditLeaf() {
        return new AuditLeaf(
                AuditLeaf.VERSION, 300, 7, Hash.sha256(new byte[] {5}), 1_700_000_001_000L, COMMAND_ID,
                Hash.sha256(new byte[] {4}), granted(),
                new AuditContent("authorization_granted", HOLDER, "data-write",
                        TestMesh.principal("replica/0"), "7/0"),
                Hash.ZERO);
    }

    public static List<Command> commands() {
        return List.of(
                new IdentityCommand.Register(KEY, ATTESTATION, "participant", 1, List.of(AUDIENCE)),
                new IdentityCommand.Revoke(HOLDER, "left"),
                new CapabilityCommand.Grant(
                        CAPABILITY_ID, HOLDER, DIMENSIONS, List.of("orders"), CONSTRAINTS, END_MILLIS),
                new CapabilityCommand.Revoke(CAPABILITY_ID, "done"),
                new CapabilityCommand.Authorize(
                        SESSION_ID,
                        new CapabilityCommand.RequestedCapability(
                                "data", "write", "user", "immediate", RiskLevel.ELEVATED, List.of("orders"),
                                CONSTRAINTS),
                        new CapabilityCommand.RequestContext("settlement", "normal"), true, true, AUDIENCE, ARGS),
                new SessionCommand.Establish(SESSION_ID, List.of(AUDIENCE), 60_000),
                new SessionCommand.Close(SESSION_ID));
    }

    public static CommandPayload payload(Command command) {
        return new CommandPayload(Hash.sha256(new byte[] {6}), COMMAND_ID, HOLDER, END_MILLIS, command);
    }
}
