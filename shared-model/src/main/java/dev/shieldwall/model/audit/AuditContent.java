package dev.shieldwall.model.audit;

import dev.shieldwall.model.identity.PrincipalId;
import org.jspecify.annotations.Nullable;

/**
 * What happened, in the words of the reference document (S0-58, S0-59).
 *
 * @param action for example authorization_granted, authorization_denied, identity_registered
 * @param serviceId the principal that acted
 * @param capability short name of the operation, for example compute-execute, absent where none plays a part
 * @param nodeId the replica that built the block
 * @param consensusId {@code height/index}: the place of the command in the order that the replicas agreed on
 */
public record AuditContent(
        String action, PrincipalId serviceId, @Nullable String capability, PrincipalId nodeId, String consensusId) {}
