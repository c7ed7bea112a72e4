package dev.shieldwall.ledger.facts;

import dev.shieldwall.ledger.state.StateReader;
import dev.shieldwall.model.capability.Capability;
import dev.shieldwall.model.capability.CapabilityId;
import dev.shieldwall.model.capability.RiskLevel;
import dev.shieldwall.model.genesis.Limits;
import dev.shieldwall.model.identity.Identity;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.model.identity.VerificationKey;
import dev.shieldwall.model.proof.StateKey;
import dev.shieldwall.model.replica.ReplicaSet;
import dev.shieldwall.model.session.Session;
import dev.shieldwall.model.session.SessionId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The state as the rules see it: the only way by which one feature learns of another. */
public final class Facts {

    private final StateReader state;

    public Facts(StateReader state) {
        this.state = state;
    }

    public Mesh mesh() {
        return present(LedgerKeys.MESH);
    }

    public Limits limits() {
        return present(LedgerKeys.LIMITS);
    }

    public ReplicaSet replicaSet() {
        return present(LedgerKeys.REPLICA_SET);
    }

    public Tip tip() {
        return present(LedgerKeys.TIP);
    }

    public AuditFrontier audit() {
        return present(LedgerKeys.AUDIT);
    }

    /** Genesis puts these there, and nothing removes them. */
    private <T> T present(StateKey<T> key) {
        return Objects.requireNonNull(state.get(key), "the state lacks an entry of genesis");
    }

    /** The key that speaks for {@code principal}: an operator's of genesis, or that of a registration, revoked or not. */
    public Optional<VerificationKey> keyOf(PrincipalId principal) {
        return Optional.ofNullable(state.get(LedgerKeys.operator(principal)))
                .or(() -> identity(principal).map(Identity::key));
    }

    public boolean isOperator(PrincipalId id) {
        return state.get(LedgerKeys.operator(id)) != null;
    }

    public Optional<VerificationKey> issuerKey(PrincipalId id) {
        return Optional.ofNullable(state.get(LedgerKeys.issuer(id)));
    }

    public boolean isReplica(PrincipalId id) {
        String prefix = "spiffe://" + mesh().trustDomain() + "/replica/";
        if (!id.value().startsWith(prefix)) {
            return false;
        }
        String index = id.value().substring(prefix.length());
        return replicaSet().replicas().stream().anyMatch(replica -> Integer.toString(replica.index()).equals(index));
    }

    public Optional<Identity> identity(PrincipalId id) {
        return Optional.ofNullable(state.get(StateKey.identity(id)));
    }

    /** Registered and not revoked. */
    public boolean isActive(PrincipalId id) {
        return identity(id).filter(Identity::isActive).isPresent();
    }

    /** Was registered and then revoked. */
    public boolean isRevoked(PrincipalId id) {
        return identity(id).filter(identity -> !identity.isActive()).isPresent();
    }

    public Optional<Capability> capability(CapabilityId id) {
        return Optional.ofNullable(state.get(StateKey.capability(id)));
    }

    public List<CapabilityId> capabilitiesOf(PrincipalId holder) {
        HeldCapabilities held = state.get(LedgerKeys.capabilitiesOf(holder));
        return held == null ? List.of() : held.ids();
    }

    public Optional<Session> session(SessionId id) {
        return Optional.ofNullable(state.get(StateKey.session(id)));
    }

    public List<SessionId> sessionsOf(PrincipalId principal) {
        OwnSessions sessions = state.get(LedgerKeys.sessionsOf(principal));
        return sessions == null ? List.of() : sessions.ids();
    }

    /** The lowest price of an operation; safe where genesis sets none. */
    public RiskLevel floor(String operationName) {
        RiskLevel floor = state.get(LedgerKeys.riskFloor(operationName));
        return floor == null ? RiskLevel.SAFE : floor;
    }
}
