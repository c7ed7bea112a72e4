package dev.shieldwall.service.projection;

import dev.shieldwall.model.block.CertifiedBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Blocks that are applied in one transaction: one, and those behind it that need not be waited for. */
final class ArrivedBlocks {

    static final int MAX_BLOCKS = 16;
    /** Reached, no further block is taken: with the bound of a block this bounds what a transaction holds in memory. */
    static final int MAX_COMMANDS = 512;

    private ArrivedBlocks() {}

    /** @param more the next block that is there already; null when there is none, and it is not asked again */
    static List<CertifiedBlock> from(CertifiedBlock first, Supplier<@Nullable CertifiedBlock> more) {
        var blocks = new ArrayList<CertifiedBlock>();
        int commands = 0;
        CertifiedBlock next = first;
        while (next != null) {
            blocks.add(next);
            commands += next.commands().size();
            next = blocks.size() < MAX_BLOCKS && commands < MAX_COMMANDS ? more.get() : null;
        }
        return blocks;
    }
}
