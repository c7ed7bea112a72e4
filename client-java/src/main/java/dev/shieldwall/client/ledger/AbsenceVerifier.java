package dev.shieldwall.client.ledger;

import dev.shieldwall.model.block.CertificateRejectedException;
import dev.shieldwall.model.block.ReplicaKeys;
import dev.shieldwall.model.proof.StateKey;
import dev.shieldwall.model.proof.StateProofRejectedException;

/**
 * Weighs the claim that a command was never decided (docs/design/consensus.md on outcomes). Thread-safe.
 */
public final class AbsenceVerifier {

    /** What a claim is worth. */
    public enum Worth {
        /** Genuine, and shows by itself that the command was not decided and never will be. */
        PROOF,
        /** A genuine tip later than notAfter from one replica, which may still hide the decision. */
        WITNESS,
        /** Genuine and too early: the command may still be decided. */
        TOO_EARLY,
        /** Does not verify. */
        FORGED
    }

    private final ReplicaKeys keys;
    private final long keepMillis;

    /** @param keepMillis how long the state remembers a used command id after its notAfter, from genesis */
    public AbsenceVerifier(ReplicaKeys keys, long keepMillis) {
        this.keys = keys;
        this.keepMillis = keepMillis;
    }

    /**
     * A used command id stays in the state until block time passes notAfter + keep. So absence under a header between
     * notAfter and that moment says "never"; under a later one the entry may have been there and be gone.
     */
    public Worth weigh(NotDecided claim, CommandRef command) {
        try {
            keys.verifyCommit(claim.header(), claim.certificate());
            boolean absent = claim.absence()
                    .verify(claim.header().stateRoot(), StateKey.usedCommand(command.principal(), command.commandId()))
                    .isEmpty();
            long time = claim.header().timeMillis();
            if (time <= command.notAfterMillis()) {
                return Worth.TOO_EARLY;
            }
            if (!absent) {
                return Worth.FORGED; // says "not decided" and shows that it was
            }
            return time <= command.notAfterMillis() + keepMillis ? Worth.PROOF : Worth.WITNESS;
        } catch (CertificateRejectedException | StateProofRejectedException e) {
            return Worth.FORGED;
        }
    }
}
