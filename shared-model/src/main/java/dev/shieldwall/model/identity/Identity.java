package dev.shieldwall.model.identity;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A registered principal, as the ledger holds it and as the API shows it.
 *
 * @param meshRole open vocabulary, for example participant
 * @param consensusWeight always 1: votes are not weighted, and another value is refused at registration
 * @param trustedPeers what the principal declares; grants nothing
 * @param registeredAtHeight height of the block that admitted it
 * @param revokedAtHeight height of the block that revoked it, absent while active
 */
public record Identity(
        PrincipalId id, VerificationKey key, Attestation attestation, String meshRole, int consensusWeight,
        List<PrincipalId> trustedPeers, IdentityStatus status, long registeredAtHeight, long registeredAtMillis,
        @Nullable Long revokedAtHeight, @Nullable String revocationReason) {

    public Identity {
        trustedPeers = List.copyOf(trustedPeers);
    }

    public boolean isActive() {
        return status == IdentityStatus.ACTIVE;
    }

    public Identity revoked(long height, String reason) {
        return new Identity(id, key, attestation, meshRole, consensusWeight, trustedPeers, IdentityStatus.REVOKED,
                registeredAtHeight, registeredAtMillis, height, reason);
    }
}
