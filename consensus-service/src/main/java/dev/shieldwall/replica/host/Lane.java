package dev.shieldwall.replica.host;

import dev.shieldwall.ledger.LedgerState;
import dev.shieldwall.model.command.CapabilityCommand;
import dev.shieldwall.model.command.Command;
import dev.shieldwall.model.command.CommandPayload;
import dev.shieldwall.model.command.IdentityCommand;
import dev.shieldwall.model.identity.PrincipalId;

/**
 * Which waiting commands go first, in the order of this list, and how full the pool may be before each kind finds no
 * more room. What ordinary commands leave free is for those who must be able to take something back while others fill
 * the pool. Within a lane the oldest goes first; nothing is promised about commands of different lanes, so whoever needs
 * an order waits for the first receipt.
 */
enum Lane {
    /** An operator takes an identity or a capability back. */
    REVOCATION(20_000, 16L << 20, 250, 256L << 10),
    /** A principal ends its own identity, perhaps because its key was stolen. One such command is enough. */
    OWN_END(18_000, 15L << 20, 1, 64L << 10),
    /** Whatever else an operator asks. */
    OPERATOR(19_000, 15L << 20, 3_000, 2L << 20),
    ORDINARY(17_000, 14L << 20, 3_000, 2L << 20),
    /** Of a principal that was revoked: whatever it asks is decided, and denied. */
    REVOKED(17_000, 14L << 20, 16, 128L << 10);

    private final int commands;
    private final long bytes;
    private final int commandsEach;
    private final long bytesEach;

    /**
     * @param commands no room when the pool, all lanes together, has so many
     * @param bytes and neither when it would hold more than so many
     * @param commandsEach most of one principal in this lane
     * @param bytesEach likewise
     */
    Lane(int commands, long bytes, int commandsEach, long bytesEach) {
        this.commands = commands;
        this.bytes = bytes;
        this.commandsEach = commandsEach;
        this.bytesEach = bytesEach;
    }

    static Lane of(LedgerState state, CommandPayload payload) {
        PrincipalId principal = payload.principal();
        if (state.isOperator(principal)) {
            return takesBack(payload.command()) ? REVOCATION : OPERATOR;
        }
        if (state.identity(principal).filter(identity -> !identity.isActive()).isPresent()) {
            return REVOKED;
        }
        return payload.command() instanceof IdentityCommand.Revoke revoke && revoke.id().equals(principal)
                ? OWN_END
                : ORDINARY;
    }

    private static boolean takesBack(Command command) {
        return command instanceof IdentityCommand.Revoke || command instanceof CapabilityCommand.Revoke;
    }

    /** Whether the pool has room for another command of {@code added} bytes. */
    boolean hasRoom(Share all, int added) {
        return all.commands() < commands && all.bytes() + added <= bytes;
    }

    /** Whether a principal that has {@code own} in this lane may add another command of {@code added} bytes. */
    boolean admits(Share own, int added) {
        return own.commands() < commandsEach && own.bytes() + added <= bytesEach;
    }

    /** Number and bytes of some commands. */
    record Share(int commands, long bytes) {

        static final Share NONE = new Share(0, 0);

        Share with(int added) {
            return new Share(commands + 1, bytes + added);
        }

        Share without(int removed) {
            return new Share(commands - 1, bytes - removed);
        }
    }
}
