package dev.shieldwall.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.crypto.signature.Ed25519Signer;
import dev.shieldwall.crypto.signature.SigningContext;
import dev.shieldwall.model.audit.AuditLeaf;
import dev.shieldwall.model.block.CertifiedBlock;
import dev.shieldwall.model.block.ResultLeaf;
import dev.shieldwall.model.codec.CborCodec;
import dev.shieldwall.model.codec.JsonCodec;
import dev.shieldwall.model.command.Command;
import dev.shieldwall.model.command.CommandJws;
import dev.shieldwall.model.command.CommandPayload;
import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.model.event.Event;
import dev.shieldwall.model.genesis.Genesis;
import dev.shieldwall.model.receipt.Receipt;
import dev.shieldwall.model.receipt.ReceiptVerifier;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is written is read back as the same value. */
class RoundTripTest {

    @Test
    void everyCommandComesBackFromBothCodecs() throws Exception {
        JsonCodec<CommandPayload> json = JsonCodec.of(CommandPayload.class);
        CborCodec<CommandPayload> cbor = CborCodec.of(CommandPayload.class);
        for (Command command : Samples.commands()) {
            CommandPayload payload = Samples.payload(command);
            assertThat(json.decodeCanonical(json.encode(payload))).isEqualTo(payload);
            assertThat(cbor.decode(cbor.encode(payload))).isEqualTo(payload);
        }
    }

    @Test
    void everyEventComesBackFromBothCodecs() throws Exception {
        JsonCodec<Event> json = JsonCodec.of(Event.class);
        CborCodec<Event> cbor = CborCodec.of(Event.class);
        for (Event event : Samples.events()) {
            assertThat(json.decodeCanonical(json.encode(event))).isEqualTo(event);
            assertThat(cbor.decode(cbor.encode(event))).isEqualTo(event);
        }
    }

    @Test
    void leavesBlocksAndGenesisComeBack() throws Exception {
        assertThat(AuditLeaf.CODEC.decode(Samples.auditLeaf().encode())).isEqualTo(Samples.auditLeaf());
        ResultLeaf result = Samples.result(0, Samples.granted(), Samples.events().toArray(Event[]::new));
        assertThat(ResultLeaf.CODEC.decode(result.encode())).isEqualTo(result);
        CertifiedBlock block = TestMesh.of(4).block(List.of(), List.of(result));
        assertThat(CertifiedBlock.CODEC.decode(CertifiedBlock.CODEC.encode(block))).isEqualTo(block);
        Genesis genesis = TestMesh.of(4).genesis();
        assertThat(Genesis.parse(genesis.toJson())).isEqualTo(genesis);
    }

    @Test
    void aReceiptComesBackAndHolds() throws Exception {
        TestMesh mesh = TestMesh.of(4);
        CertifiedBlock block = mesh.block(
                List.of(), List.of(Samples.result(0, Samples.granted()), Samples.result(1, Samples.rejected())));
        Receipt receipt = Receipt.of(block, 1);
        assertThat(Receipt.parse(receipt.toJson())).isEqualTo(receipt);
        ReceiptVerifier.of(mesh.genesis()).verify(receipt);
    }

    @Test
    void aSignedCommandComesBackAndVerifies() throws Exception {
        Ed25519Signer signer = TestMesh.signer(200);
        CommandPayload payload = Samples.payload(Samples.commands().getFirst());
        byte[] input = CommandJws.signingInput(signer.publicKey().thumbprint(), payload);
        byte[] jws = CommandJws.assemble(input, signer.sign(SigningContext.JWS, input));
        SignedCommand command = CommandJws.parse(jws, jws.length);
        assertThat(command.payload()).isEqualTo(payload);
        assertThat(command.jws().toArray()).isEqualTo(jws);
        command.verify(signer.publicKey());
    }
}
