package dev.shieldwall.model.command;

import dev.shieldwall.model.capability.CapabilityId;
import dev.shieldwall.model.capability.Constraints;
import dev.shieldwall.model.capability.Dimensions;
import dev.shieldwall.model.capability.RiskLevel;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.codec.TypeName;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.model.session.SessionId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Commands on capabilities, and the question whether an operation may run. */
public sealed interface CapabilityCommand extends Command {

    /** Gives a right to a registered principal. By an operator. */
    @TypeName("capability.grant")
    record Grant(
            CapabilityId capabilityId, PrincipalId holder, Dimensions dimensions, List<String> resources,
            Constraints constraints, long expiresAtMillis) implements CapabilityCommand {
        public Grant {
            resources = CommandLimits.resources(resources);
        }
    }

    /** Takes a right back for good. By an operator. */
    @TypeName("capability.revoke")
    record Revoke(CapabilityId capabilityId, String reason) implements CapabilityCommand {
        public Revoke {
            CommandLimits.requireText("reason", reason);
        }
    }

    /**
     * Asks whether the signing principal may run an operation now.
     *
     * @param capability what is to be done; the reference document calls this part of the request so
     * @param context purpose and urgency, for the record
     * @param consensusRequired and {@code crossNode}: true or absent; every decision of this version is both
     * @param audience the enforcement point that the decision is for, absent for any
     * @param argsDigest SHA-256 of the arguments of the operation, absent to leave them open
     */
    @TypeName("capability.authorize")
    record Authorize(
            SessionId sessionId, RequestedCapability capability, RequestContext context,
            @Nullable Boolean consensusRequired, @Nullable Boolean crossNode, @Nullable PrincipalId audience,
            @Nullable Hash argsDigest) implements CapabilityCommand {
        public Authorize {
            if (Boolean.FALSE.equals(consensusRequired) || Boolean.FALSE.equals(crossNode)) {
                throw new IllegalArgumentException("every decision of this version is a consensus across nodes");
            }
        }
    }

    /** The capability member of an authorization request, shaped as in S0-19. */
    record RequestedCapability(
            String domain, String operation, @Nullable String scope, @Nullable String temporal,
            @Nullable RiskLevel riskLevel, List<String> resources,
            @Nullable Constraints constraints) {
        public RequestedCapability {
            resources = CommandLimits.resources(resources);
            var _ = new Dimensions(domain, operation, scope, temporal, riskLevel);
        }

        public Dimensions dimensions() {
            return new Dimensions(domain, operation, scope, temporal, riskLevel);
        }

        public Constraints constraintsOrNone() {
            return constraints == null ? Constraints.NONE : constraints;
        }
    }

    /** Why the caller asks, for the record; decides nothing. */
    record RequestContext(String purpose, @Nullable String urgency) {
        public RequestContext {
            CommandLimits.requireText("purpose", purpose);
            if (urgency != null) {
                CommandLimits.requireText("urgency", urgency);
            }
        }
    }
}
