package dev.shieldwall.replica.host;

import dev.shieldwall.model.block.BlockHeader;
import dev.shieldwall.model.block.CertificateRejectedException;
import dev.shieldwall.model.block.CertifiedBlock;
import dev.shieldwall.model.block.QuorumCertificate;
import dev.shieldwall.model.block.ReplicaKeys;
import dev.shieldwall.model.block.ResultLeaf;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.CborCodec;
import dev.shieldwall.model.codec.MalformedException;
import dev.shieldwall.replica.store.IndexedDecision;
import dev.shieldwall.replica.store.StoredBlock;
import java.util.List;

/** Certified blocks as rows of the store, and back: a row is believed only after its certificate was verified. */
final class BlockRows {

    private static final CborCodec<Commands> COMMANDS = CborCodec.of(Commands.class);
    private static final CborCodec<Results> RESULTS = CborCodec.of(Results.class);
    private static final CborCodec<QuorumCertificate> CERTIFICATE = CborCodec.of(QuorumCertificate.class);

    private BlockRows() {}

    private record Commands(List<Bytes> commands) {}

    private record Results(List<ResultLeaf> results) {}

    static StoredBlock row(CertifiedBlock block) {
        long height = block.header().height();
        List<IndexedDecision> decisions = block.results().stream()
                .map(result -> new IndexedDecision(
                        result.commandId().value().unsafeArray(), result.principal().value(),
                        result.jwsHash().unsafeArray(), height, result.index()))
                .toList();
        return new StoredBlock(
                height, block.certificate().blockHash().unsafeArray(), BlockHeader.CODEC.encode(block.header()),
                COMMANDS.encode(new Commands(block.commands())), RESULTS.encode(new Results(block.results())),
                CERTIFICATE.encode(block.certificate()), decisions);
    }

    static CertifiedBlock block(StoredBlock row, ReplicaKeys keys)
            throws MalformedException, CertificateRejectedException {
        CertifiedBlock block = new CertifiedBlock(
                BlockHeader.CODEC.decode(row.header()), COMMANDS.decode(row.body()).commands(),
                RESULTS.decode(row.results()).results(), CERTIFICATE.decode(row.certificate()));
        if (block.header().height() != row.height()) {
            throw new MalformedException("row " + row.height() + " holds block " + block.header().height());
        }
        block.verify(keys);
        return block;
    }
}
