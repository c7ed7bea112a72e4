package dev.shieldwall.model.decision;

import dev.shieldwall.model.capability.CapabilityId;
import dev.shieldwall.model.capability.Dimensions;
import dev.shieldwall.model.capability.RiskLevel;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.codec.TypeName;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.model.identity.VerificationKey;
import dev.shieldwall.model.session.SessionId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ledger's verdict on one command. */
public sealed interface Decision {

    /** The command took effect; the events say how. */
    @TypeName("accepted")
    record Accepted() implements Decision {}

    /**
     * An operation may run, once, until {@code validUntilMillis}.
     *
     * @param holder who may run it, and {@code holderKey} the key by which an enforcement point recognizes it
     * @param audience the enforcement point that it is meant for, absent when the request named none
     * @param argsDigest SHA-256 of the arguments, absent when the request named none
     * @param capabilityId the capability that covered the request
     * @param price the highest of grant, request and floor
     * @param approversRequired human approvers that the price asks for, from genesis
     * @param notEnforced constraints of the request that bind the caller alone: the mesh does not enforce them
     * @param validUntilMillis end, exclusive, in block time
     */
    @TypeName("granted")
    record Granted(
            PrincipalId holder, VerificationKey holderKey, @Nullable PrincipalId audience, Dimensions dimensions,
            List<String> resources, @Nullable Hash argsDigest, SessionId sessionId, CapabilityId capabilityId,
            RiskLevel price, int approversRequired, List<String> notEnforced, long validUntilMillis)
            implements Decision {
        public Granted {
            resources = List.copyOf(resources);
            notEnforced = List.copyOf(notEnforced);
        }
    }

    /**
     * Refused, and nothing changed.
     *
     * @param detail one sentence for people, without secrets
     */
    @TypeName("rejected")
    record Rejected(Rejection code, String detail) implements Decision {}
}
