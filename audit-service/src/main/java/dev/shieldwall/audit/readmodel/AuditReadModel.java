package dev.shieldwall.audit.readmodel;

import dev.shieldwall.model.audit.AuditEntry;
import dev.shieldwall.model.audit.AuditLeaf;
import dev.shieldwall.model.audit.AuditPage;
import dev.shieldwall.model.audit.NodeConsensus;
import dev.shieldwall.model.block.BlockHeader;
import dev.shieldwall.model.block.QuorumCertificate;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.codec.MalformedException;
import dev.shieldwall.model.genesis.Genesis;
import dev.shieldwall.model.identity.PrincipalId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The stored log: entries as the API shows them, and the raw rows for who recomputes them. */
@Component
public class AuditReadModel {

    private final LogTables tables;
    private final Genesis genesis;

    AuditReadModel(LogTables tables, Genesis genesis) {
        this.tables = tables;
        this.genesis = genesis;
    }

    /** Filters of a page; absent ones let everything through. */
    public record Filter(@Nullable String action, @Nullable PrincipalId serviceId) {}

    public Optional<AuditEntry> entry(long index) {
        return tables.entry(index).map(row -> render(List.of(row)).getFirst());
    }

    /** Up to {@code limit} entries from index {@code from} on. */
    public AuditPage page(long from, int limit, Filter filter) {
        PrincipalId service = filter.serviceId();
        List<EntryRow> rows =
                tables.entries(from, limit + 1, filter.action(), service == null ? null : service.value());
        boolean more = rows.size() > limit;
        List<AuditEntry> items = render(more ? rows.subList(0, limit) : rows);
        return new AuditPage(items, more ? Long.toString(rows.get(limit).index()) : null);
    }

    /** Entries that the newest certified header covers. */
    public long size() {
        return head().map(BlockHeader::auditSize).orElse(0L);
    }

    /** The newest certified header, as stored. */
    public Optional<BlockHeader> head() {
        return tables.head().map(head -> decodeHeader(head.header()));
    }

    /** The newest header with its certificate and the edge of the tree, as stored. */
    public Optional<HeadRow> headRow() {
        return tables.head();
    }

    /** Raw rows from index {@code from} on, in order. */
    public List<EntryRow> rows(long from, int limit) {
        return tables.entries(from, limit, null, null);
    }

    public List<BlockRow> blocksAfter(long height, int limit) {
        return tables.blocksAfter(height, limit);
    }

    /** The block that ends at or before {@code index}, the nearest one. */
    public Optional<BlockRow> blockBefore(long index) {
        return tables.blockBefore(index);
    }

    public List<byte[]> leaves(long from, long to) {
        return tables.leaves(from, to);
    }

    /** Roots of full runs, see {@link LogShape}. */
    public List<byte[]> subtrees(int level, long from, long to) {
        return tables.subtrees(level, from, to);
    }

    /** The certificate stands beside the leaf, not in it: the replicas signed after the leaf was made. */
    private List<AuditEntry> render(List<EntryRow> rows) {
        Map<Long, NodeConsensus> certificates =
                tables.blocks(rows.stream().map(EntryRow::height).collect(Collectors.toSet())).stream()
                        .collect(Collectors.toMap(BlockRow::height, this::consensus));
        return rows.stream()
                .map(row -> {
                    NodeConsensus consensus = certificates.get(row.height());
                    if (consensus == null) {
                        throw new LogDamagedException("the stored log has no block " + row.height());
                    }
                    return render(row, consensus);
                })
                .toList();
    }

    private NodeConsensus consensus(BlockRow block) {
        try {
            QuorumCertificate certificate = LogWriter.CERTIFICATE.decode(block.certificate().unsafeArray());
            return new NodeConsensus(
                    certificate.signerIndexes().stream().map(genesis::replicaPrincipal).toList(),
                    certificate.blockHash(), certificate.view(), certificate.signatures());
        } catch (MalformedException e) {
            throw new LogDamagedException("the stored certificate of block " + block.height() + " is damaged", e);
        }
    }

    private static AuditEntry render(EntryRow row, NodeConsensus consensus) {
        try {
            AuditLeaf leaf = AuditLeaf.CODEC.decode(row.leaf().unsafeArray());
            return new AuditEntry(
                    "audit-" + row.index(), leaf.blockTimeMillis(), leaf.previousHash(),
                    Hash.sha256(row.leaf().unsafeArray()), Hash.of(row.merkleRoot().unsafeArray()),
                    consensus.signatures().getFirst(), leaf.content(), consensus, leaf.index(), leaf.height(),
                    leaf.commandId(), leaf.jwsHash(), leaf.decision(), row.leaf());
        } catch (MalformedException e) {
            throw new LogDamagedException("the stored leaf " + row.index() + " is damaged", e);
        }
    }

    private static BlockHeader decodeHeader(Bytes header) {
        try {
            return BlockHeader.CODEC.decode(header.unsafeArray());
        } catch (MalformedException e) {
            throw new LogDamagedException("the stored head of the log is damaged", e);
        }
    }
}
