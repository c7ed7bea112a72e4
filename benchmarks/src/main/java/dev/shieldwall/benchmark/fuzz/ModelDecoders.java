package dev.shieldwall.benchmark.fuzz;

import dev.shieldwall.benchmark.fuzz.Decoder.Target;
import dev.shieldwall.client.ledger.NotDecided;
import dev.shieldwall.consensus.core.MessageCodec;
import dev.shieldwall.model.audit.AuditLeaf;
import dev.shieldwall.model.block.Block;
import dev.shieldwall.model.block.BlockHeader;
import dev.shieldwall.model.block.CertifiedBlock;
import dev.shieldwall.model.codec.CborCodec;
import dev.shieldwall.model.codec.JsonCodec;
import dev.shieldwall.model.codec.MalformedException;
import dev.shieldwall.model.command.CommandJws;
import dev.shieldwall.model.command.CommandPayload;
import dev.shieldwall.model.genesis.Genesis;
import dev.shieldwall.model.proof.StateProof;
import dev.shieldwall.model.receipt.Receipt;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** JSON, CBOR and JWS of shared-model, and the messages of the replicas. */
final class ModelDecoders {

    private static final int MOST_COMMAND_BYTES = 65_536;

    private ModelDecoders() {}

    static List<Decoder> all() {
        return List.of(
                json("json-receipt", Receipt.CODEC),
                json("json-genesis", Genesis.CODEC),
                json("json-state-proof", StateProof.JSON),
                json("json-not-decided", NotDecided.CODEC),
                json("json-command", JsonCodec.of(CommandPayload.class)),
                cbor("cbor-certified-block", CertifiedBlock.CODEC),
                cbor("cbor-block", Block.CODEC),
                cbor("cbor-header", BlockHeader.CODEC),
                cbor("cbor-state-proof", StateProof.CBOR),
                cbor("cbor-audit-leaf", AuditLeaf.CODEC),
                new Decoder("cbor-message", ModelDecoders::message, List.of()),
                new Decoder("jws-command", ModelDecoders::command, List.of(ascii("eyJhbGciOiJFZERTQSJ9.e30.AA"))));
    }

    /** Any order and white space are taken; the value is the same after going round. */
    private static <T> Decoder json(String name, JsonCodec<T> codec) {
        Target target = input -> {
            try {
                T value = codec.decode(input);
                byte[] canonical = codec.encode(value);
                Decoder.require(codec.decodeCanonical(canonical).equals(value), "JSON goes round");
            } catch (MalformedException e) {
                return;
            }
        };
        return new Decoder(name, target, List.of(ascii("{}"), ascii("{\"type\":\"\",\"siblings\":[]}")));
    }

    private static <T> Decoder cbor(String name, CborCodec<T> codec) {
        Target target = input -> {
            try {
                T value = codec.decode(input);
                Decoder.require(Arrays.equals(codec.encode(value), input), "CBOR has one form");
            } catch (MalformedException e) {
                return;
            }
        };
        return new Decoder(name, target, List.of(new byte[] {(byte) 0x80}, new byte[] {(byte) 0xa0}));
    }

    private static void message(byte[] input) {
        try {
            Decoder.require(
                    Arrays.equals(MessageCodec.encode(MessageCodec.decode(input)), input), "a message has one form");
        } catch (MalformedException e) {
            return;
        }
    }

    private static void command(byte[] input) {
        try {
            byte[] kept = CommandJws.parse(input, MOST_COMMAND_BYTES).jws().toArray();
            Decoder.require(Arrays.equals(kept, input), "a command is kept as it came");
        } catch (MalformedException e) {
            return;
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
