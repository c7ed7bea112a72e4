package dev.shieldwall.replica.host;

import dev.shieldwall.consensus.pbft.PbftCore;
import dev.shieldwall.replica.wal.WriteAheadLog;

/** A replica as its disk tells it. */
record Restored(PbftCore core, Head head, WriteAheadLog log) {}
