package dev.shieldwall.service.projection;

import dev.shieldwall.model.block.BlockHeader;
import dev.shieldwall.model.block.CertifiedBlock;
import dev.shieldwall.model.block.QuorumCertificate;
import dev.shieldwall.model.block.ResultLeaf;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.codec.MalformedException;
import dev.shieldwall.model.command.CommandJws;
import dev.shieldwall.model.command.SignedCommand;
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

    /** @throws MalformedException if a command cannot be read or its result is another's: honest replicas never do that */
    static ProjectedBlock of(CertifiedBlock block) throws MalformedException {
        var commands = new ArrayList<ProjectedCommand>();
        for (int i = 0; i < block.commands().size(); i++) {
            Bytes jws = block.commands().get(i);
            SignedCommand command = CommandJws.parse(jws.unsafeArray(), jws.size());
            ResultLeaf result = block.results().get(i);
            if (result.index() != i || !result.jwsHash().equals(command.jwsHash())
                    || !result.commandId().equals(command.payload().commandId())) {
                throw new MalformedException("result " + i + " is not that of its command");
            }
            commands.add(new ProjectedCommand(command, result));
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
