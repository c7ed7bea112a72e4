package dev.shieldwall.service.projection;

import dev.shieldwall.model.block.BlockHeader;
import dev.shieldwall.model.block.CertifiedBlock;
import dev.shieldwall.model.block.QuorumCertificate;
import dev.shieldwall.model.block.ResultLeaf;
import dev.shieldwall.model.codec.Hash;
import java.util.ArrayList;
import java.util.List;

/**
 * A committed block as handlers see it. Certificate, roots and parent were verified before.
 *
 * @param hash of the header
 * @param commands in the order of the block, each with its result
 */
public record ProjectedBlock(
        BlockHeader header, Hash hash, QuorumCertificate certificate, List<ProjectedCommand> commands) {

    public ProjectedBlock {
        commands = List.copyOf(commands);
    }

    /** @throws IllegalStateException if a result is not at its place: honest replicas never do that */
    static ProjectedBlock of(CertifiedBlock block) {
        var commands = new ArrayList<ProjectedCommand>();
        for (int i = 0; i < block.commands().size(); i++) {
            ResultLeaf result = block.results().get(i);
            if (result.index() != i) {
                throw new IllegalStateException("result " + i + " of block " + block.header().height()
                        + " says that it is " + result.index());
            }
            commands.add(new ProjectedCommand(block.commands().get(i), result));
        }
        return new ProjectedBlock(block.header(), block.header().hash(), block.certificate(), commands);
    }

    public long height() {
        return header.height();
    }

    /** Block time, Unix milliseconds. */
    public long timeMillis() {
        return header.timeMillis();
    }
}
