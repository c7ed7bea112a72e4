package dev.shieldwall.ledger.facts;

import dev.shieldwall.model.capability.RiskLevel;
import dev.shieldwall.model.codec.CborCodec;
import dev.shieldwall.model.genesis.Limits;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.model.identity.VerificationKey;
import dev.shieldwall.model.proof.StateKey;
import dev.shieldwall.model.replica.ReplicaSet;
import java.nio.charset.StandardCharsets;

/** Keys of the state beside those that clients prove ({@link StateKey}). Each kind has one type of value. */
public final class LedgerKeys {

    public static final StateKey<Tip> TIP = StateKey.of("tip", CborCodec.of(Tip.class));
    public static final StateKey<Mesh> MESH = StateKey.of("mesh", CborCodec.of(Mesh.class));
    public static final StateKey<Limits> LIMITS = StateKey.of("limits", CborCodec.of(Limits.class));
    public static final StateKey<ReplicaSet> REPLICA_SET = StateKey.of("replica-set", CborCodec.of(ReplicaSet.class));
    public static final StateKey<AuditFrontier> AUDIT = StateKey.of("audit", CborCodec.of(AuditFrontier.class));

    private static final CborCodec<VerificationKey> KEY = CborCodec.of(VerificationKey.class);
    private static final CborCodec<RiskLevel> RISK = CborCodec.of(RiskLevel.class);
    private static final CborCodec<Count> COUNT = CborCodec.of(Count.class);
    private static final CborCodec<HeldCapabilities> HELD = CborCodec.of(HeldCapabilities.class);
    private static final CborCodec<OwnSessions> SESSIONS = CborCodec.of(OwnSessions.class);

    private LedgerKeys() {}

    public static StateKey<VerificationKey> operator(PrincipalId id) {
        return StateKey.of("operator", KEY, utf8(id.value()));
    }

    public static StateKey<VerificationKey> issuer(PrincipalId id) {
        return StateKey.of("issuer", KEY, utf8(id.value()));
    }

    /** {@code operation} as in {@code Dimensions.operationName}. */
    public static StateKey<RiskLevel> riskFloor(String operation) {
        return StateKey.of("risk-floor", RISK, utf8(operation));
    }

    public static StateKey<HeldCapabilities> capabilitiesOf(PrincipalId holder) {
        return StateKey.of("capabilities-of", HELD, utf8(holder.value()));
    }

    public static StateKey<OwnSessions> sessionsOf(PrincipalId principal) {
        return StateKey.of("sessions-of", SESSIONS, utf8(principal.value()));
    }

    /** Used command ids of a principal, registrations excepted. */
    public static StateKey<Count> commandsOf(PrincipalId principal) {
        return StateKey.of("commands-of", COUNT, utf8(principal.value()));
    }

    /** Used command ids of registrations that an issuer attested. */
    public static StateKey<Count> registrationsOf(PrincipalId issuer) {
        return StateKey.of("registrations-of", COUNT, utf8(issuer.value()));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
