package dev.shieldwall.model;

import dev.shieldwall.model.audit.AuditLeaf;
import dev.shieldwall.model.block.Block;
import dev.shieldwall.model.block.BlockHeader;
import dev.shieldwall.model.block.CertifiedBlock;
import dev.shieldwall.model.block.ResultLeaf;
import dev.shieldwall.model.block.Vote;
import dev.shieldwall.model.block.VoteType;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.CborCodec;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.codec.JsonCodec;
import dev.shieldwall.model.command.Command;
import dev.shieldwall.model.command.CommandPayload;
import dev.shieldwall.model.decision.Decision;
import dev.shieldwall.model.event.Event;
import dev.shieldwall.model.genesis.Genesis;
import dev.shieldwall.model.identity.Attestation;
import dev.shieldwall.model.receipt.Receipt;
import dev.shieldwall.model.replica.Replica;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bytes that are signed and hashed do not change by accident: every mesh and every receipt depends on them. */
class GoldenEncodingTest {

    private static final Path FILE = Path.of("src/test/resources/encodings.golden");

    private final StringBuilder lines = new StringBuilder();

    @Test
    void encodingsAreWhatTheyWere() throws Exception {
        JsonCodec<CommandPayload> payloads = JsonCodec.of(CommandPayload.class);
        for (Command command : Samples.commands()) {
            String name = "command " + command.getClass().getSimpleName() + " json";
            text(name, payloads.encode(Samples.payload(command)));
        }
        CborCodec<Event> events = CborCodec.of(Event.class);
        for (Event event : Samples.events()) {
            hex("event " + event.getClass().getSimpleName() + " cbor", events.encode(event));
        }
        leaves();
        mesh();
        Golden.check(FILE, lines.toString());
    }

    private void leaves() {
        hex("audit leaf cbor", Samples.auditLeaf().encode());
        hex("result accepted cbor", Samples.result(0, new Decision.Accepted()).encode());
        hex("result granted cbor", Samples.result(0, Samples.granted()).encode());
        hex("result granted to anyone cbor", Samples.result(0, Samples.grantedToAnyone()).encode());
        hex("result rejected cbor", Samples.result(0, Samples.rejected()).encode());
        hex("result rejected leaf, of 2", Samples.result(0, Samples.rejected()).leafBytes(2));
        Attestation attestation = Samples.ATTESTATION;
        hex("attestation message", Attestation.message(
                Hash.ZERO, Samples.HOLDER, Samples.KEY, attestation.issuer(), attestation.claims(),
                attestation.notAfterMillis()));
    }

    private void mesh() {
        TestMesh mesh = TestMesh.of(4);
        Genesis genesis = mesh.genesis();
        text("genesis json", genesis.toJson());
        hash("chain id", genesis.chainId());
        hash("replica set hash", genesis.replicaSet().hash());
        Replica first = genesis.replicaSet().get(0);
        hex("possession message", Replica.possessionMessage(
                0, first.voteKey(), first.tlsKeyHash(), first.cosignerKey()));
        List<ResultLeaf> results =
                List.of(Samples.result(0, Samples.granted()), Samples.result(1, Samples.rejected()));
        CertifiedBlock block = mesh.block(List.of(Bytes.of((byte) 1), Bytes.of((byte) 2)), results);
        BlockHeader header = block.header();
        hex("header cbor", BlockHeader.CODEC.encode(header));
        hash("header hash", header.hash());
        hash("batch root", header.batchRoot());
        hash("results root", header.resultsRoot());
        hash("results root of an empty block", Block.resultsRoot(List.of()));
        hex("commit vote signed bytes",
                Vote.signedBytes(genesis.chainId(), 0, VoteType.COMMIT, 1, 2, header.hash()));
        hash("certified block cbor, SHA-256", Hash.sha256(CertifiedBlock.CODEC.encode(block)));
        hash("audit leaf cbor, SHA-256", Hash.sha256(AuditLeaf.CODEC.encode(Samples.auditLeaf())));
        text("receipt json", Receipt.of(block, 1).toJson());
    }

    private void text(String name, byte[] utf8) {
        line(name, new String(utf8, StandardCharsets.UTF_8));
    }

    private void hex(String name, byte[] bytes) {
        line(name, Bytes.wrap(bytes).toHex());
    }

    private void hash(String name, Hash hash) {
        line(name, hash.toHex());
    }

    private void line(String name, String content) {
        lines.append(name).append(": ").append(content).append('\n');
    }
}
