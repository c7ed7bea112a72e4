package dev.shieldwall.replica.host;

import dev.shieldwall.consensus.pbft.PbftCore;
import dev.shieldwall.replica.wal.WriteAheadLog;

/**
 * A replica as its disk tells it.
 *
 * @param replayedBytes of blocks that were executed again, because no snapshot has them
 */
record Restored(PbftCore core, Head head, WriteAheadLog log, long replayedBytes) {}
