package dev.shieldwall.replica.wal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Reads a log from its first segment to its last when the replica starts. */
final class WalRecovery {

    private final WalSettings settings;
    private final SegmentFiles files;
    private final Consumer<WalRecord> replay;
    private long lastLsn;

    WalRecovery(WalSettings settings, SegmentFiles files, Consumer<WalRecord> replay) {
        this.settings = settings;
        this.files = files;
        this.replay = replay;
    }

    WalOpening run() throws IOException {
        List<Path> segments = files.list();
        if (segments.isEmpty()) {
            byte[] start = new byte[ChainHash.BYTES];
            var tail = new WriteAheadLog.Tail(
                    files.create(1, start), RecordFormat.SEGMENT_HEADER_BYTES, 0, new ChainHash(start));
            return new WalOpening.Opened(new WriteAheadLog(settings, files, tail), 0);
        }
        lastLsn = SegmentFiles.firstLsn(segments.getFirst()) - 1;
        ChainHash chain = new ChainHash(new byte[ChainHash.BYTES]);
        for (int i = 0; i < segments.size(); i++) {
            Path segment = segments.get(i);
            boolean last = i == segments.size() - 1;
            try (SegmentScan scan = new SegmentScan(segment, settings.maxRecordBytes())) {
                RecordFormat.SegmentStart start = scan.start();
                boolean follows = i == 0 || Arrays.equals(start.chain(), chain.value());
                if (!start.readable() || start.firstLsn() != lastLsn + 1 || !follows) {
                    return corrupt(segments, i, new SegmentScan.End.Damaged(0, "header of the segment"));
                }
                chain = i == 0 ? new ChainHash(start.chain()) : chain;
                SegmentScan.End end = scan.read(lastLsn + 1, chain, this::take);
                switch (end) {
                    case SegmentScan.End.Clean clean -> {
                        if (last) {
                            return opened(segment, clean.offset(), clean.offset(), chain);
                        }
                    }
                    case SegmentScan.End.Torn torn -> {
                        boolean signatureFollows =
                                !scan.salvage(torn.offset() + 1, settings.signatureTypes()).isEmpty();
                        if (!last || signatureFollows) {
                            return corrupt(segments, i, torn);
                        }
                        return opened(segment, torn.offset(), torn.dirtyEnd(), chain);
                    }
                    case SegmentScan.End.Damaged damaged -> {
                        return corrupt(segments, i, damaged);
                    }
                }
            }
        }
        throw new IllegalStateException("the last segment ends the loop");
    }

    private void take(WalRecord record) {
        lastLsn = record.lsn();
        replay.accept(record);
    }

    private WalOpening opened(Path segment, int end, int dirtyEnd, ChainHash chain) throws IOException {
        FileChannel channel = files.reopen(segment);
        if (dirtyEnd > end) {
            SegmentFiles.writeZeros(channel, end, dirtyEnd);
        }
        // Also when nothing was cut: what was read may still lie in the page cache of a process that died.
        channel.force(true);
        return new WalOpening.Opened(
                new WriteAheadLog(settings, files, new WriteAheadLog.Tail(channel, end, lastLsn, chain)), dirtyEnd - end);
    }

    private WalOpening corrupt(List<Path> segments, int from, SegmentScan.End end) throws IOException {
        List<WalRecord> salvaged = new ArrayList<>();
        for (int i = from; i < segments.size(); i++) {
            try (SegmentScan scan = new SegmentScan(segments.get(i), settings.maxRecordBytes())) {
                salvaged.addAll(scan.salvage(i == from ? end.offset() + 1 : 0, settings.signatureTypes()));
            }
        }
        String reason = end instanceof SegmentScan.End.Damaged(_, String what) ? what : "a record broken off before the end";
        return new WalOpening.Corrupt(segments.get(from), end.offset(), reason, salvaged);
    }
}
