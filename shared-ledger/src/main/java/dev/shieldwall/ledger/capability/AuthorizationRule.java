package dev.shieldwall.ledger.capability;

import static dev.shieldwall.ledger.facts.Ruling.granted;
import static dev.shieldwall.ledger.facts.Ruling.rejected;

import dev.shieldwall.ledger.facts.Facts;
import dev.shieldwall.ledger.facts.Ruling;
import dev.shieldwall.model.capability.Capability;
import dev.shieldwall.model.capability.CapabilityId;
import dev.shieldwall.model.capability.Constraints;
import dev.shieldwall.model.capability.Dimensions;
import dev.shieldwall.model.capability.RiskLevel;
import dev.shieldwall.model.command.CapabilityCommand;
import dev.shieldwall.model.decision.Decision;
import dev.shieldwall.model.decision.Rejection;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.model.session.Session;
import dev.shieldwall.model.session.SessionStatus;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether an operation may run now. The session comes first, then the request's own time window, then the holder's
 * capabilities. Of those that admit the request the one with the lowest price decides, of equal ones the one with the
 * lowest id. When none does, the answer names the obstacle of the one that came furthest in the order of
 * {@link Obstacle}, so the caller learns what is missing last.
 */
final class AuthorizationRule {

    /** Why one capability does not admit a request, in the order of the checks. */
    private enum Obstacle {
        NOT_COVERED(Rejection.NO_CAPABILITY, "no capability of the principal covers the request"),
        REVOKED(Rejection.CAPABILITY_REVOKED, "the capability was revoked"),
        EXPIRED(Rejection.CAPABILITY_EXPIRED, "the capability has ended"),
        OUTSIDE_WINDOW(Rejection.OUTSIDE_TIME_WINDOW, "the time window of the capability is not now"),
        TOO_RISKY(Rejection.RISK_TOO_HIGH, "the price is above what the capability or the request admits"),
        APPROVERS(Rejection.APPROVERS_MISSING, "the price asks for human approvers, and this version has none");

        final Rejection code;
        final String detail;

        Obstacle(Rejection code, String detail) {
            this.code = code;
            this.detail = detail;
        }
    }

    private final Facts facts;
    private final CapabilityCommand.RequestedCapability request;
    private final Dimensions asked;
    private final RiskLevel floor;
    private final long timeMillis;

    private AuthorizationRule(Facts facts, CapabilityCommand.RequestedCapability request, long timeMillis) {
        this.facts = facts;
        this.request = request;
        this.asked = request.dimensions();
        this.floor = facts.floor(asked.operationName());
        this.timeMillis = timeMillis;
    }

    static Ruling decide(Facts facts, PrincipalId principal, CapabilityCommand.Authorize command, long timeMillis) {
        Optional<Session> session = facts.session(command.sessionId());
        if (session.isEmpty()) {
            return rejected(Rejection.SESSION_UNKNOWN, "no such session");
        }
        if (!session.get().principal().equals(principal)) {
            return rejected(Rejection.NOT_YOURS, "the session is somebody else's");
        }
        if (session.get().status() == SessionStatus.CLOSED) {
            return rejected(Rejection.SESSION_CLOSED, "the session was closed");
        }
        if (!session.get().isOpenAt(timeMillis)) {
            return rejected(Rejection.SESSION_EXPIRED, "the session has ended");
        }
        if (!command.capability().constraintsOrNone().admitsTime(timeMillis)) {
            return rejected(Rejection.OUTSIDE_TIME_WINDOW, "the time window of the request is not now");
        }
        return new AuthorizationRule(facts, command.capability(), timeMillis).decide(command, session.get());
    }

    private Ruling decide(CapabilityCommand.Authorize command, Session session) {
        Capability best = null;
        Obstacle nearest = Obstacle.NOT_COVERED;
        for (CapabilityId id : facts.capabilitiesOf(session.principal())) {
            Capability capability = facts.capability(id).orElseThrow();
            Obstacle obstacle = obstacle(capability);
            if (obstacle == null) {
                best = best == null || isBefore(capability, best) ? capability : best;
            } else if (obstacle.compareTo(nearest) > 0) {
                nearest = obstacle;
            }
        }
        return best == null ? rejected(nearest.code, nearest.detail) : granted(grant(command, session, best));
    }

    private @Nullable Obstacle obstacle(Capability capability) {
        if (!capability.dimensions().covers(asked) || !capability.coversResources(request.resources())) {
            return Obstacle.NOT_COVERED;
        }
        if (capability.isRevoked()) {
            return Obstacle.REVOKED;
        }
        if (timeMillis >= capability.expiresAtMillis()) {
            return Obstacle.EXPIRED;
        }
        if (!capability.constraints().admitsTime(timeMillis)) {
            return Obstacle.OUTSIDE_WINDOW;
        }
        RiskLevel price = price(capability);
        if (!capability.constraints().admitsRisk(price) || !request.constraintsOrNone().admitsRisk(price)) {
            return Obstacle.TOO_RISKY;
        }
        return approvers(price) > 0 ? Obstacle.APPROVERS : null;
    }

    /** The caller's word can raise the price and never lower it. */
    private RiskLevel price(Capability capability) {
        return capability.dimensions().riskOrSafe().max(asked.riskOrSafe()).max(floor);
    }

    private int approvers(RiskLevel price) {
        return facts.mesh().approvers().forPrice(price);
    }

    private boolean isBefore(Capability one, Capability other) {
        int byPrice = price(one).compareTo(price(other));
        return byPrice != 0 ? byPrice < 0 : one.id().compareTo(other.id()) < 0;
    }

    private Decision.Granted grant(CapabilityCommand.Authorize command, Session session, Capability capability) {
        PrincipalId holder = session.principal();
        RiskLevel price = price(capability);
        return new Decision.Granted(
                holder, facts.keyOf(holder).orElseThrow(), command.audience(), asked, request.resources(),
                command.argsDigest(), session.id(), capability.id(), price, approvers(price),
                request.constraintsOrNone().notEnforced(), validUntil(session, capability));
    }

    /** A grant outlives nothing that it rests on. */
    private long validUntil(Session session, Capability capability) {
        long end = Math.addExact(timeMillis, facts.limits().authorizationMillis());
        end = Math.min(end, session.expiresAtMillis());
        end = Math.min(end, capability.expiresAtMillis());
        end = Math.min(end, windowEnd(capability.constraints()));
        return Math.min(end, windowEnd(request.constraintsOrNone()));
    }

    private static long windowEnd(Constraints constraints) {
        return constraints.notAfterMillis() == null ? Long.MAX_VALUE : constraints.notAfterMillis();
    }
}
