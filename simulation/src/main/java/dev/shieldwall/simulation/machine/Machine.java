package dev.shieldwall.simulation.machine;

import dev.shieldwall.model.block.Block;
import dev.shieldwall.model.block.BlockHeader;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.Hash;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * State after some block: which commands ran, and a root over their order. A block is valid if every command is well
 * formed and runs for the first time. Immutable.
 */
public final class Machine {

    private static final String PREFIX = "command ";
    private static final byte[] RESULTS = "results".getBytes(StandardCharsets.US_ASCII);

    private final Set<Bytes> used;
    private final Hash root;

    private Machine(Set<Bytes> used, Hash root) {
        this.used = used;
        this.root = root;
    }

    public static Machine genesis(Hash chainId) {
        return new Machine(Set.of(), chainId);
    }

    public static Bytes command(int number) {
        return Bytes.of((PREFIX + number).getBytes(StandardCharsets.US_ASCII));
    }

    public static boolean isWellFormed(Bytes command) {
        return new String(command.toArray(), StandardCharsets.US_ASCII).startsWith(PREFIX);
    }

    public boolean hasRun(Bytes command) {
        return used.contains(command);
    }

    /** The state after {@code commands}, or nothing if a block of them would be invalid. */
    public Optional<Machine> run(List<Bytes> commands) {
        Set<Bytes> next = commands.isEmpty() ? used : new HashSet<>(used);
        for (Bytes command : commands) {
            if (!isWellFormed(command) || !next.add(command)) {
                return Optional.empty();
            }
        }
        return Optional.of(new Machine(next,
                Hash.sha256(root.unsafeArray(), Block.batchRoot(commands).unsafeArray())));
    }

    /** The state after {@code block} if every root of its header is the one that execution gives. */
    public Optional<Machine> check(Block block) {
        BlockHeader header = block.header();
        return run(block.commands())
                .filter(next -> next.root.equals(header.stateRoot())
                        && next.resultsRoot().equals(header.resultsRoot())
                        && header.auditSize() == next.used.size()
                        && header.auditRoot().equals(next.root));
    }

    public Hash root() {
        return root;
    }

    public Hash resultsRoot() {
        return Hash.sha256(RESULTS, root.unsafeArray());
    }

    public long auditSize() {
        return used.size();
    }
}
