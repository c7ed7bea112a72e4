package dev.shieldwall.ledger;

import dev.shieldwall.crypto.signature.Ed25519PrivateKey;
import dev.shieldwall.crypto.signature.Ed25519Signer;
import dev.shieldwall.crypto.signature.SigningContext;
import dev.shieldwall.model.capability.CapabilityId;
import dev.shieldwall.model.capability.Constraints;
import dev.shieldwall.model.capability.Dimensions;
import dev.shieldwall.model.capability.RiskLevel;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.codec.MalformedException;
import dev.shieldwall.model.command.CapabilityCommand;
import dev.shieldwall.model.command.Command;
import dev.shieldwall.model.command.CommandJws;
import dev.shieldwall.model.command.CommandPayload;
import dev.shieldwall.model.command.IdentityCommand;
import dev.shieldwall.model.command.SessionCommand;
import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.model.decision.CommandId;
import dev.shieldwall.model.decision.Decision;
import dev.shieldwall.model.decision.Rejection;
import dev.shieldwall.model.genesis.Approvers;
import dev.shieldwall.model.genesis.ConsensusParameters;
import dev.shieldwall.model.genesis.Genesis;
import dev.shieldwall.model.genesis.Limits;
import dev.shieldwall.model.genesis.NamedKey;
import dev.shieldwall.model.genesis.RiskFloor;
import dev.shieldwall.model.identity.Attestation;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.model.identity.VerificationKey;
import dev.shieldwall.model.replica.Replica;
import dev.shieldwall.model.replica.ReplicaSet;
import dev.shieldwall.model.session.SessionId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * A ledger with real keys of fixed seeds and a clock that the test sets. Each call of {@link #run} is one block, at
 * least a millisecond after the one before. Every name has the key of its own hash.
 */
final class TestLedger {

    static final long START = 1_700_000_000_000L;
    static final Limits LIMITS = Limits.DEFAULTS;
    static final PrincipalId ANA = principal("operator/ana");
    static final PrincipalId CA = principal("issuer/ca");
    static final PrincipalId TRADER = principal("service/trader");
    static final PrincipalId OTHER = principal("service/other");
    static final SignatureCheck DIRECT = new DirectSignatureCheck();

    final Genesis genesis;
    LedgerState state;
    long now = START;
    private int commandIds;

    TestLedger(Limits limits, Approvers approvers, RiskFloor... floors) {
        this(genesis(limits, approvers, floors));
    }

    TestLedger(Genesis genesis) {
        this.genesis = genesis;
        this.state = Ledger.genesis(genesis);
    }

    TestLedger(Limits limits) {
        this(limits, new Approvers(0, 0), new RiskFloor("data-delete", RiskLevel.DANGEROUS));
    }

    TestLedger() {
        this(LIMITS);
    }

    static Genesis genesis(Limits limits, Approvers approvers, RiskFloor... floors) {
        var replicas = new ArrayList<Replica>();
        for (int i = 0; i < 4; i++) {
            replicas.add(new Replica(
                    i, key("vote" + i).key(), Hash.sha256(new byte[] {(byte) i}), key("cosign" + i).key(),
                    Bytes.wrap(new byte[64])));
        }
        return new Genesis(
                Genesis.FORMAT, "mesh.example", START, Genesis.PBFT, new ReplicaSet(0, replicas),
                List.of(new NamedKey(ANA, key(ANA.value()))), List.of(new NamedKey(CA, key(CA.value()))),
                Genesis.SIGNATURE_RULE, Genesis.COMMAND_PROFILE, Genesis.EVALUATOR, approvers, List.of(floors), limits,
                ConsensusParameters.DEFAULTS, key("token"));
    }

    /** Another operator and another issuer beside Ana and the CA. */
    static Genesis withNamed(PrincipalId operator, PrincipalId issuer) {
        Genesis it = genesis(LIMITS, new Approvers(0, 0));
        return new Genesis(
                it.format(), it.trustDomain(), it.createdAtMillis(), it.algorithm(), it.replicaSet(),
                List.of(it.operators().getFirst(), new NamedKey(operator, key(operator.value()))),
                List.of(it.attestationIssuers().getFirst(), new NamedKey(issuer, key(issuer.value()))),
                it.signatureRule(), it.commandProfile(), it.evaluator(), it.approvers(), it.riskFloors(), it.limits(),
                it.consensus(), it.tokenKey());
    }

    static Limits sizes(int commandBytes, int blockBytes, int blockCommands) {
        Limits it = LIMITS;
        return new Limits(
                commandBytes, blockBytes, blockCommands, it.notAfterAheadMillis(), it.keepMillis(),
                it.commandsPerPrincipal(), it.registrationsPerIssuer(), it.capabilitiesPerPrincipal(),
                it.sessionsPerPrincipal(), it.sessionMillis(), it.capabilityMillis(), it.authorizationMillis());
    }

    static Limits quotas(int commands, int registrations, int capabilities, int sessions) {
        Limits it = LIMITS;
        return new Limits(
                it.commandBytes(), it.blockBytes(), it.blockCommands(), it.notAfterAheadMillis(), it.keepMillis(),
                commands, registrations, capabilities, sessions, it.sessionMillis(), it.capabilityMillis(),
                it.authorizationMillis());
    }

    static PrincipalId principal(String path) {
        return new PrincipalId("spiffe://mesh.example/" + path);
    }

    static Ed25519Signer signer(String name) {
        return new Ed25519Signer(Ed25519PrivateKey.fromSeed(Hash.sha256(name.getBytes()).value().toArray()));
    }

    static VerificationKey key(String name) {
        return VerificationKey.ed25519(signer(name).publicKey().bytes());
    }

    static CapabilityId capabilityId(int number) {
        return new CapabilityId(sixteen(number));
    }

    static SessionId sessionId(int number) {
        return new SessionId(sixteen(number));
    }

    static CommandId commandId(int number) {
        return new CommandId(sixteen(number));
    }

    private static Bytes sixteen(int number) {
        return Bytes.wrap(ByteBuffer.allocate(16).putInt(number).array());
    }

    // Commands

    Attestation attestation(PrincipalId issuer, PrincipalId subject, VerificationKey key, long notAfterMillis) {
        var claims = new TreeMap<String, String>();
        claims.put("purpose", "trading");
        byte[] statement = Attestation.message(genesis.chainId(), subject, key, issuer, claims, notAfterMillis);
        byte[] signature = signer(issuer.value()).sign(SigningContext.of(Attestation.SIGNING_LABEL), statement);
        return new Attestation(issuer, claims, notAfterMillis, Bytes.wrap(signature));
    }

    IdentityCommand.Register register(PrincipalId id) {
        VerificationKey key = key(id.value());
        return new IdentityCommand.Register(
                key, attestation(CA, id, key, now + 3_600_000), "participant", 1, List.of());
    }

    static IdentityCommand.Register attested(PrincipalId id, Attestation attestation) {
        return new IdentityCommand.Register(key(id.value()), attestation, "participant", 1, List.of());
    }

    CapabilityCommand.Grant grant(int id, PrincipalId holder, Dimensions dimensions, String... resources) {
        return new CapabilityCommand.Grant(
                capabilityId(id), holder, dimensions, List.of(resources), Constraints.NONE, now + 3_600_000);
    }

    static SessionCommand.Establish establish(int id) {
        return new SessionCommand.Establish(sessionId(id), List.of(), 600_000);
    }

    static CapabilityCommand.Authorize authorize(int session, Dimensions asked, String... resources) {
        return authorize(session, asked, Constraints.NONE, resources);
    }

    static CapabilityCommand.Authorize authorize(
            int session, Dimensions asked, Constraints constraints, String... resources) {
        return new CapabilityCommand.Authorize(
                sessionId(session),
                new CapabilityCommand.RequestedCapability(
                        asked.domain(), asked.operation(), asked.scope(), asked.temporal(), asked.riskLevel(),
                        List.of(resources), constraints),
                new CapabilityCommand.RequestContext("test", null), true, true, null, null);
    }

    static Dimensions dimensions(String domain, String operation) {
        return new Dimensions(domain, operation, null, null, null);
    }

    static Dimensions priced(String domain, String operation, RiskLevel risk) {
        return new Dimensions(domain, operation, null, null, risk);
    }

    // Signing

    /** Signed by the principal's own key, good for a minute, with a fresh command id. */
    SignedCommand by(PrincipalId principal, Command command) {
        return by(principal, command, ++commandIds, now + 60_000);
    }

    SignedCommand by(PrincipalId principal, Command command, int id, long notAfterMillis) {
        return signed(
                new CommandPayload(genesis.chainId(), commandId(id), principal, notAfterMillis, command),
                signer(principal.value()));
    }

    static SignedCommand signed(CommandPayload payload, Ed25519Signer signer) {
        byte[] input = CommandJws.signingInput(signer.publicKey().thumbprint(), payload);
        try {
            byte[] jws = CommandJws.assemble(input, signer.sign(SigningContext.JWS, input));
            return CommandJws.parse(jws, jws.length);
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    // Running

    BlockContext next() {
        return new BlockContext(
                state.height() + 1, now, Hash.sha256(new byte[] {(byte) state.height()}), (int) (state.height() % 4));
    }

    BlockOutcome outcome(SignedCommand... commands) {
        return Ledger.apply(state, next(), Arrays.asList(commands), DIRECT);
    }

    /** One valid block with these commands, later than the last. */
    BlockOutcome.Executed block(SignedCommand... commands) {
        now = Math.max(now, state.timeMillis() + 1);
        return switch (outcome(commands)) {
            case BlockOutcome.Executed executed -> {
                state = executed.state();
                yield executed;
            }
            case BlockOutcome.Invalid invalid -> throw new AssertionError(invalid);
        };
    }

    /** What a block with this command alone decides. */
    Decision run(PrincipalId principal, Command command) {
        now = Math.max(now, state.timeMillis() + 1);
        return block(by(principal, command)).results().getFirst().decision();
    }

    /** Trader and other are registered, the trader has session 1 for ten minutes. */
    TestLedger populated() {
        run(TRADER, register(TRADER));
        run(OTHER, register(OTHER));
        run(TRADER, establish(1));
        return this;
    }

    /** The code of a rejection; anything else fails the test. */
    Rejection rejection(PrincipalId principal, Command command) {
        Decision decision = run(principal, command);
        if (decision instanceof Decision.Rejected rejected) {
            return rejected.code();
        }
        throw new AssertionError("not rejected: " + decision);
    }

    /** Registers {@code id}. */
    void registered(PrincipalId id) {
        if (!(run(id, register(id)) instanceof Decision.Accepted)) {
            throw new AssertionError("not registered: " + id);
        }
    }

    /** Why a block with this command alone is invalid; the answer to its sender is the same. */
    Refusal refusal(SignedCommand command) {
        BlockContext context = next();
        Admission admission = Ledger.admit(state, command, now, DIRECT);
        if (!(Ledger.apply(state, context, List.of(command), DIRECT) instanceof BlockOutcome.Invalid invalid)) {
            throw new AssertionError("the block is valid, the admission " + admission);
        }
        boolean same = switch (admission) {
            case Admission.Admitted _ -> false;
            case Admission.Duplicate _ -> invalid.reason() == Refusal.DUPLICATE;
            case Admission.Refused refused -> invalid.reason() == refused.reason();
        };
        if (!same || invalid.index() != 0) {
            throw new AssertionError(invalid + " is not " + admission);
        }
        return invalid.reason();
    }

    /** That a block with this command alone is valid, and that its sender is told so. The state stays as it is. */
    boolean isValid(SignedCommand command) {
        return outcome(command) instanceof BlockOutcome.Executed && admit(command) instanceof Admission.Admitted;
    }

    /** Sets block time for the next block. */
    void at(long timeMillis) {
        now = timeMillis;
    }

    Admission admit(SignedCommand command) {
        return Ledger.admit(state, command, now, DIRECT);
    }
}
