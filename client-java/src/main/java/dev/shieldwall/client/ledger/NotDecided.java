package dev.shieldwall.client.ledger;

import dev.shieldwall.model.block.BlockHeader;
import dev.shieldwall.model.block.QuorumCertificate;
import dev.shieldwall.model.codec.JsonCodec;
import dev.shieldwall.model.proof.StateProof;

/**
 * The body of a replica's 404 for a decision: its certified tip, and what the state under it holds about the command.
 * The status alone proves nothing, since any replica may claim not to know.
 *
 * @param absence proof for the used-command entry under the header's stateRoot
 */
public record NotDecided(BlockHeader header, QuorumCertificate certificate, StateProof absence) {

    public static final String MEDIA_TYPE = "application/vnd.shieldwall.not-decided+json";
    public static final JsonCodec<NotDecided> CODEC = JsonCodec.of(NotDecided.class);

    public byte[] toJson() {
        return CODEC.encode(this);
    }
}
