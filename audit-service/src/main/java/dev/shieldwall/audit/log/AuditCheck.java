package dev.shieldwall.audit.log;

import dev.shieldwall.audit.log.Findings.Place;
import dev.shieldwall.audit.readmodel.AuditReadModel;
import dev.shieldwall.audit.readmodel.BlockRow;
import dev.shieldwall.audit.readmodel.EntryRow;
import dev.shieldwall.audit.readmodel.HeadRow;
import dev.shieldwall.audit.readmodel.LogDamagedException;
import dev.shieldwall.audit.readmodel.LogShape;
import dev.shieldwall.crypto.merkle.CompactTree;
import dev.shieldwall.crypto.merkle.MerkleTree;
import dev.shieldwall.model.audit.AuditDifference;
import dev.shieldwall.model.audit.AuditLeaf;
import dev.shieldwall.model.audit.AuditReport;
import dev.shieldwall.model.block.BlockHeader;
import dev.shieldwall.model.block.CertificateRejectedException;
import dev.shieldwall.model.block.QuorumCertificate;
import dev.shieldwall.model.block.ReplicaKeys;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.CborCodec;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.codec.MalformedException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Recomputes one part of the stored log from its raw rows and names what differs. Trusts genesis alone: certificates
 * are verified again, leaves are hashed again into the tree whose root each certified header names, and every column is
 * compared with what the leaf says. Used once.
 */
final class AuditCheck {

    private static final CborCodec<QuorumCertificate> CERTIFICATE = CborCodec.of(QuorumCertificate.class);
    private static final String MISSING = "(missing)";

    private final AuditReadModel log;
    private final LogTree stored;
    private final ReplicaKeys keys;
    private final Findings findings = new Findings();

    /** The right edge of the tree so far; absent after a leaf that could not be recovered, until a full run ends. */
    private @Nullable CompactTree tree;
    /** SHA-256 of the last leaf that was recomputed. */
    private Hash lastHash = Hash.ZERO;

    AuditCheck(AuditReadModel log, LogTree stored, ReplicaKeys keys) {
        this.log = log;
        this.stored = stored;
        this.keys = keys;
    }

    /** Checks whole blocks from the one that holds entry {@code from} on, until {@code limit} entries are reached. */
    AuditReport run(long from, int limit) {
        Optional<BlockRow> before = log.blockBefore(from);
        long start = before.map(BlockRow::auditSize).orElse(0L);
        List<BlockRow> blocks = log.blocksAfter(before.map(BlockRow::height).orElse(0L), limit);
        BlockHeader head = verifiedHead();
        long size = head == null ? start : head.auditSize();
        tree = startingTree(start, before);
        lastHash = start == 0 ? Hash.ZERO : lastHashBefore(start);
        long end = start;
        for (BlockRow block : blocks) {
            if (end - start >= limit || findings.full()) {
                break;
            }
            end = checkBlock(block, end);
        }
        boolean complete = blocks.isEmpty() || blocks.getLast().auditSize() <= end && blocks.size() < limit;
        if (complete) {
            checkEnd(end, size);
            checkHead(end);
        }
        Long next = complete ? null : Math.max(end, from + 1);
        return new AuditReport(start, end, size, findings.none(), findings.list(), next);
    }

    /** The newest header fixes how many entries there must be; without it a cut-off tail would not be seen. */
    private @Nullable BlockHeader verifiedHead() {
        Optional<HeadRow> row = log.headRow();
        if (row.isEmpty() && !(log.rows(0, 1).isEmpty() && log.blocksAfter(0, 1).isEmpty())) {
            findings.add(new AuditDifference(0, -1, "head.row", "a row", MISSING));
        }
        return row
                .map(head -> verified(new Certified("head", head.header(), head.certificate()), new Place(0, -1)))
                .orElse(null);
    }

    /** @param table where both are stored */
    private record Certified(String table, Bytes header, Bytes certificate) {

        static Certified of(BlockRow row) {
            return new Certified("block", row.header(), row.certificate());
        }
    }

    private @Nullable CompactTree startingTree(long start, Optional<BlockRow> before) {
        if (start == 0) {
            return CompactTree.empty();
        }
        CompactTree edge = storedEdge(start);
        BlockRow block = before.orElseThrow();
        BlockHeader header = verified(Certified.of(block), new Place(start - 1, block.height()));
        if (edge == null || header == null || !Hash.of(edge.root()).equals(header.auditRoot())) {
            findings.add(new AuditDifference(start - 1, block.height(), "entry.leaf or subtree.root before this part",
                    header == null ? "(certified root unknown)" : header.auditRoot().toHex(),
                    edge == null ? "(nodes are missing)" : Hash.of(edge.root()).toHex()));
            return null;
        }
        return edge;
    }

    private @Nullable CompactTree storedEdge(long size) {
        try {
            return stored.edge(size);
        } catch (LogDamagedException missing) {
            return null;
        }
    }

    private @Nullable BlockHeader verified(Certified stored, Place place) {
        try {
            BlockHeader header = BlockHeader.CODEC.decode(stored.header().unsafeArray());
            keys.verifyCommit(header, CERTIFICATE.decode(stored.certificate().unsafeArray()));
            return header;
        } catch (MalformedException | CertificateRejectedException e) {
            findings.add(new AuditDifference(place.index(), place.height(),
                    stored.table() + ".header or " + stored.table() + ".certificate",
                    "a header with the certificate over it", String.valueOf(e.getMessage())));
            return null;
        }
    }

    /** Returns the index after the block's last entry, as far as that can be told. */
    private long checkBlock(BlockRow row, long first) {
        BlockHeader header = verified(Certified.of(row), new Place(first, row.height()));
        long end = header == null ? row.auditSize() : header.auditSize();
        if (header != null) {
            var expected = new BlockRow(header.height(), row.header(), row.certificate(), first, header.auditSize(),
                    header.auditRoot().value());
            findings.compare("block", new Place(first, header.height()), columns(expected), columns(row));
        }
        if (end <= first || end - first > Integer.MAX_VALUE - 1) {
            findings.add(new AuditDifference(first, row.height(), "block.row", "a block that adds entries",
                    "a block that ends at " + end));
            return first;
        }
        checkEntries(row, header, new Span(first, end));
        return end;
    }

    private record Span(long first, long end) {

        int length() {
            return (int) (end - first);
        }
    }

    private static Map<String, String> columns(BlockRow row) {
        return Map.of("height", Long.toString(row.height()), "first_index", Long.toString(row.firstIndex()),
                "audit_size", Long.toString(row.auditSize()), "audit_root", row.auditRoot().toHex());
    }

    private void checkEntries(BlockRow block, @Nullable BlockHeader header, Span span) {
        Map<Long, EntryRow> rows = new HashMap<>();
        log.rows(span.first(), span.length() + 1).forEach(row -> rows.put(row.index(), row));
        Hash parentHash = header == null ? Hash.ZERO : header.parentHash();
        Map<Long, byte[]> leaves = new LinkedHashMap<>();
        for (long index = span.first(); index < span.end(); index++) {
            EntryRow row = rows.get(index);
            if (row == null) {
                findings.add(new AuditDifference(index, block.height(), "entry.row", "a row", MISSING));
            } else {
                leaves.put(index, GenuineLeaf.of(row, parentHash, rows.get(index + 1)));
            }
        }
        CompactTree before = leaves.size() == span.length() ? tree : null;
        CompactTree after = header == null || before == null ? null : grown(before, leaves.values(), header);
        if (header != null && before != null && after == null) {
            findings.add(new AuditDifference(span.first(), block.height(), "entry.leaf of entries " + span.first()
                    + " to " + (span.end() - 1), header.auditRoot().toHex(), "leaves that lead to another root"));
        }
        CompactTree running = after == null ? null : before;
        for (Map.Entry<Long, byte[]> leaf : leaves.entrySet()) {
            compareRow(Objects.requireNonNull(rows.get(leaf.getKey())), leaf.getValue(), running);
            if (running != null) {
                byte[] leafHash = MerkleTree.leafHash(leaf.getValue());
                compareRuns(running, leafHash, block.height());
                running = running.append(leafHash);
            }
            lastHash = Hash.sha256(leaf.getValue());
        }
        tree = after == null ? resumed(span.end(), header) : after;
        if (tree == null) {
            compareRunsWithWhatIsStored(block, span);
        }
    }

    /** @param before the tree before the entry; absent when roots cannot be recomputed here */
    private void compareRow(EntryRow row, byte[] leaf, @Nullable CompactTree before) {
        byte[] rootBefore = before == null ? row.merkleRoot().unsafeArray() : before.root();
        var place = new Place(row.index(), row.height());
        Optional<AuditLeaf> decoded = GenuineLeaf.decode(Bytes.wrap(leaf));
        if (decoded.isEmpty()) {
            findings.add(new AuditDifference(
                    place.index(), place.height(), "entry.leaf", "an audit leaf", row.leaf().toHex()));
            return;
        }
        findings.compare("entry", place, EntryRow.of(decoded.get(), leaf, rootBefore).columns(), row.columns());
    }

    /** {@code before} and the leaves, if that is the tree which {@code header} certifies. */
    private static @Nullable CompactTree grown(
            CompactTree before, Collection<byte[]> leaves, BlockHeader header) {
        CompactTree after = before;
        for (byte[] leaf : leaves) {
            after = after.append(MerkleTree.leafHash(leaf));
        }
        return Hash.of(after.root()).equals(header.auditRoot()) ? after : null;
    }

    /** After damage: what the kept roots of full runs lead to, if that is what this header certifies, and them with it. */
    private @Nullable CompactTree resumed(long size, @Nullable BlockHeader header) {
        if (header == null) {
            return null;
        }
        CompactTree edge = storedEdge(size);
        return edge != null && Hash.of(edge.root()).equals(header.auditRoot()) ? edge : null;
    }

    /** The roots that the leaf completes in a tree that is certified, against those that are kept. */
    private void compareRuns(CompactTree before, byte[] leafHash, long height) {
        for (LogShape.Run run : LogShape.completedBy(leafHash, before)) {
            compareRun(run.level(), run.index(), height, Hash.of(run.root()).toHex());
        }
    }

    /**
     * Where no tree is certified: kept roots of the runs that end here against what is stored below them. Either may be
     * the damaged one; that they do not fit is named.
     */
    private void compareRunsWithWhatIsStored(BlockRow block, Span span) {
        for (int level = 1; span.end() >>> level * LogShape.LEVEL_BITS > 0; level++) {
            int height = level * LogShape.LEVEL_BITS;
            long runs = span.end() >>> height;
            // A block row that lies about its end may claim millions of runs.
            for (long index = span.first() >>> height; index < runs && !findings.full(); index++) {
                compareRun(level, index, block.height(), rootOfWhatIsStored(level, index));
            }
        }
    }

    private String rootOfWhatIsStored(int level, long index) {
        long from = index << LogShape.LEVEL_BITS;
        long to = (index + 1) << LogShape.LEVEL_BITS;
        List<byte[]> nodes = level == 1
                ? log.leaves(from, to).stream().map(MerkleTree::leafHash).toList()
                : log.subtrees(level - 1, from, to);
        boolean whole = nodes.size() == to - from && nodes.stream().allMatch(node -> node.length == Hash.BYTES);
        return whole ? Hash.of(MerkleTree.rootOfHashes(nodes)).toHex() : "(unknown: what it covers is damaged)";
    }

    private void compareRun(int level, long index, long height, String expected) {
        List<byte[]> kept = log.subtrees(level, index, index + 1);
        String found = kept.isEmpty() ? MISSING : Bytes.of(kept.getFirst()).toHex();
        if (!expected.equals(found)) {
            findings.add(new AuditDifference(index << level * LogShape.LEVEL_BITS, height,
                    "subtree.root level " + level + " index " + index, expected, found));
        }
    }

    private Hash lastHashBefore(long start) {
        List<byte[]> last = log.leaves(start - 1, start);
        return last.isEmpty() ? Hash.ZERO : Hash.sha256(last.getFirst());
    }

    /** What the next block would be appended to, against what was recomputed up to here. */
    private void checkHead(long end) {
        Optional<HeadRow> head = log.headRow();
        if (tree == null || head.isEmpty() || tree.size() != end) {
            return;
        }
        var expected = Map.of("edge", HeadRow.join(tree.hashes()).toHex(), "last_hash", lastHash.toHex());
        var found = Map.of("edge", head.get().edge().toHex(), "last_hash", head.get().lastHash().toHex());
        findings.compare("head", new Place(end - 1, -1), expected, found);
    }

    private void checkEnd(long end, long size) {
        for (EntryRow row : log.rows(end, Findings.MAX_DIFFERENCES)) {
            if (row.index() >= size) {
                findings.add(new AuditDifference(row.index(), row.height(), "entry.row", "(none)", "a row too many"));
            }
        }
        if (end < size) {
            findings.add(new AuditDifference(end, -1, "block.row", size + " certified entries", end + " with a block"));
        }
    }
}
