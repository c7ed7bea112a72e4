package dev.shieldwall.audit.readmodel;

import dev.shieldwall.crypto.merkle.CompactTree;
import dev.shieldwall.crypto.merkle.MerkleTree;
import dev.shieldwall.model.audit.AuditLeaf;
import dev.shieldwall.model.block.AuditLeaves;
import dev.shieldwall.model.block.AuditLeaves.Link;
import dev.shieldwall.model.block.BlockHeader;
import dev.shieldwall.model.block.QuorumCertificate;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.CborCodec;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.codec.MalformedException;
import dev.shieldwall.model.genesis.Genesis;
import dev.shieldwall.service.projection.ProjectedBlock;
import dev.shieldwall.service.projection.ProjectedCommand;
import dev.shieldwall.service.projection.ProjectionHandler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.stereotype.Component;

/** Appends the leaves of verified blocks to the stored log, and refuses a block whose leaves miss its auditRoot. */
@Component
class LogWriter implements ProjectionHandler {

    static final CborCodec<QuorumCertificate> CERTIFICATE = CborCodec.of(QuorumCertificate.class);

    private final LogTables tables;
    private final Genesis genesis;

    LogWriter(LogTables tables, Genesis genesis) {
        this.tables = tables;
        this.genesis = genesis;
    }

    @Override
    public void apply(List<ProjectedBlock> blocks) {
        Tip tip = tip();
        for (ProjectedBlock block : blocks) {
            tip = append(block, tip);
        }
        ProjectedBlock last = blocks.getLast();
        tables.putHead(new HeadRow(header(last), certificate(last), HeadRow.join(tip.tree().hashes()),
                tip.link().previousHash().value()));
    }

    private Tip append(ProjectedBlock block, Tip tip) {
        BlockHeader header = block.header();
        CompactTree tree = tip.tree();
        Link link = tip.link();
        var place = new AuditLeaves.Place(header.height(), header.parentHash(), header.timeMillis(),
                genesis.replicaPrincipal(header.builder()));
        for (ProjectedCommand command : block.commands()) {
            AuditLeaf leaf = AuditLeaves.leaf(place, link, command.command(), command.result());
            byte[] bytes = leaf.encode();
            byte[] leafHash = MerkleTree.leafHash(bytes);
            tables.insert(EntryRow.of(leaf, bytes, tree.root()));
            LogShape.completedBy(leafHash, tree).forEach(tables::insert);
            tree = tree.append(leafHash);
            link = link.after(bytes);
        }
        if (tree.size() != header.auditSize() || !Hash.of(tree.root()).equals(header.auditRoot())) {
            throw new IllegalStateException("the audit log of block " + header.height()
                    + " is not the one that its certificate covers; the stored log is damaged or of another version");
        }
        if (!block.commands().isEmpty()) {
            tables.insert(new BlockRow(header.height(), header(block), certificate(block), tip.link().index(),
                    header.auditSize(), header.auditRoot().value()));
        }
        return new Tip(tree, link);
    }

    private static Bytes header(ProjectedBlock block) {
        return Bytes.wrap(BlockHeader.CODEC.encode(block.header()));
    }

    private static Bytes certificate(ProjectedBlock block) {
        return Bytes.wrap(CERTIFICATE.encode(block.certificate()));
    }

    private record Tip(CompactTree tree, Link link) {}

    private Tip tip() {
        return tables.head().map(LogWriter::tip).orElseGet(() -> new Tip(CompactTree.empty(), Link.FIRST));
    }

    private static Tip tip(HeadRow head) {
        try {
            long size = BlockHeader.CODEC.decode(head.header().unsafeArray()).auditSize();
            Hash last = size == 0 ? Hash.ZERO : Hash.of(head.lastHash().unsafeArray());
            return new Tip(CompactTree.of(size, split(head.edge())), new Link(size, last));
        } catch (MalformedException e) {
            throw new IllegalStateException("the stored head of the audit log is damaged", e);
        }
    }

    private static List<byte[]> split(Bytes joined) {
        var hashes = new ArrayList<byte[]>();
        byte[] bytes = joined.unsafeArray();
        for (int start = 0; start + Hash.BYTES <= bytes.length; start += Hash.BYTES) {
            hashes.add(Arrays.copyOfRange(bytes, start, start + Hash.BYTES));
        }
        return hashes;
    }
}
