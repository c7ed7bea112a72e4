package dev.shieldwall.model.command;

import dev.shieldwall.model.codec.TypeName;
import dev.shieldwall.model.identity.Attestation;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.model.identity.VerificationKey;
import java.util.List;

/** Commands on identities. */
public sealed interface IdentityCommand extends Command {

    /**
     * Makes the signing principal known. Signed by the key being registered; admitted only with a valid attestation
     * over that key and id by an issuer of genesis.
     *
     * @param consensusWeight must be 1
     */
    @TypeName("identity.register")
    record Register(
            VerificationKey publicKey, Attestation attestation, String meshRole, int consensusWeight,
            List<PrincipalId> trustedPeers) implements IdentityCommand {
        public Register {
            CommandLimits.requireText("meshRole", meshRole);
            trustedPeers = CommandLimits.principals("trustedPeers", trustedPeers);
        }
    }

    /** Ends an identity for good. By an operator, or by the principal itself. */
    @TypeName("identity.revoke")
    record Revoke(PrincipalId id, String reason) implements IdentityCommand {
        public Revoke {
            CommandLimits.requireText("reason", reason);
        }
    }
}
