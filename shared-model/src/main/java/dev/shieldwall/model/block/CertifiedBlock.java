package dev.shieldwall.model.block;

import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.CborCodec;
import java.util.List;

/** A committed block with what came of it and the proof that it was decided: what followers stream. */
public record CertifiedBlock(
        BlockHeader header, List<Bytes> commands, List<ResultLeaf> results, QuorumCertificate certificate) {

    public static final CborCodec<CertifiedBlock> CODEC = CborCodec.of(CertifiedBlock.class);

    public CertifiedBlock {
        commands = List.copyOf(commands);
        results = List.copyOf(results);
    }

    public Block block() {
        return new Block(header, commands);
    }

    /**
     * The certificate holds, and commands and results are those under the header's roots: the one who streams this
     * can have changed nothing. Says nothing about the parent: the follower compares parentHash itself.
     */
    public void verify(ReplicaKeys keys) throws CertificateRejectedException {
        keys.verifyCommit(header, certificate);
        if (!Block.batchRoot(commands).equals(header.batchRoot())) {
            throw new CertificateRejectedException("the commands are not those under the header");
        }
        if (!Block.resultsRoot(results).equals(header.resultsRoot()) || results.size() != commands.size()) {
            throw new CertificateRejectedException("the results are not those under the header");
        }
    }
}
