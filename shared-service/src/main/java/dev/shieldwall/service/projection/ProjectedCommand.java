package dev.shieldwall.service.projection;

import dev.shieldwall.model.block.ResultLeaf;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.MalformedException;
import dev.shieldwall.model.command.Command;
import dev.shieldwall.model.command.CommandJws;
import dev.shieldwall.model.command.SignedCommand;

/**
 * A committed command and what came of it.
 *
 * @param jws as it was signed
 */
public record ProjectedCommand(Bytes jws, ResultLeaf result) {

    /**
     * Reads the command. On demand, because it costs more than most handlers do: the result says what happened.
     *
     * @throws IllegalStateException if it cannot be read or the result is another's: honest replicas never do that
     */
    public Command command() {
        try {
            SignedCommand command = CommandJws.parse(jws.unsafeArray(), jws.size());
            if (result.jwsHash().equals(command.jwsHash())
                    && result.commandId().equals(command.payload().commandId())) {
                return command.payload().command();
            }
        } catch (MalformedException e) {
            throw new IllegalStateException("a certified command cannot be read: " + e.getMessage(), e);
        }
        throw new IllegalStateException("result " + result.index() + " is not that of its command");
    }
}
