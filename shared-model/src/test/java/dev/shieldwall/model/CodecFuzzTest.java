package dev.shieldwall.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.model.block.CertifiedBlock;
import dev.shieldwall.model.codec.CborCodec;
import dev.shieldwall.model.codec.JsonCodec;
import dev.shieldwall.model.codec.MalformedException;
import dev.shieldwall.model.command.Command;
import dev.shieldwall.model.command.CommandJws;
import dev.shieldwall.model.command.CommandPayload;
import dev.shieldwall.model.event.Event;
import dev.shieldwall.model.genesis.Genesis;
import dev.shieldwall.model.receipt.Receipt;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Whatever the input, a decoder returns a value or throws MalformedException; another exception fails the test. What
 * it returns is written as the input, where one form is demanded, and otherwise as something that reads the same.
 */
class CodecFuzzTest {

    private static final int RUNS = Integer.getInteger("fuzz.runs", 40_000);

    private final long seed = Long.getLong("fuzz.seed", System.nanoTime());
    private final Mutations mutations = new Mutations(new SplittableRandom(seed));

    CodecFuzzTest() {
        System.out.println("fuzz.seed=" + seed);
    }

    @Test
    void jsonPayloads() {
        JsonCodec<CommandPayload> codec = JsonCodec.of(CommandPayload.class);
        var corpus = new ArrayList<byte[]>();
        for (Command command : Samples.commands()) {
            corpus.add(codec.encode(Samples.payload(command)));
        }
        int read = 0;
        for (int i = 0; i < RUNS; i++) {
            byte[] input = mutations.next(corpus);
            try {
                CommandPayload payload = codec.decode(input);
                assertThat(codec.decodeCanonical(codec.encode(payload))).isEqualTo(payload);
                read++;
            } catch (MalformedException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
        assertThat(read).as("some mutants are still commands, seed %d", seed).isPositive();
    }

    @Test
    void canonicalJson() {
        TestMesh mesh = TestMesh.of(4);
        CertifiedBlock block =
                mesh.block(List.of(), List.of(Samples.result(0, Samples.granted()), Samples.result(1, Samples.rejected())));
        List<byte[]> corpus = List.of(
                Receipt.of(block, 0).toJson(), Receipt.of(block, 1).toJson(), mesh.genesis().toJson());
        for (int i = 0; i < RUNS / 4; i++) {
            byte[] input = mutations.next(corpus);
            try {
                assertThat(Receipt.parse(input).toJson()).isEqualTo(input);
            } catch (MalformedException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
            try {
                assertThat(Genesis.parse(input).toJson()).isEqualTo(input);
            } catch (MalformedException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
    }

    @Test
    void cborBlocks() {
        Event[] events = Samples.events().toArray(Event[]::new);
        CertifiedBlock block = TestMesh.of(4).block(
                List.of(), List.of(Samples.result(0, Samples.granted()), Samples.result(1, Samples.rejected(), events)));
        onlyWhatIsWritten(CertifiedBlock.CODEC, List.of(CertifiedBlock.CODEC.encode(block)), RUNS / 2);
    }

    @Test
    void cborEvents() {
        CborCodec<Event> codec = CborCodec.of(Event.class);
        onlyWhatIsWritten(codec, Samples.events().stream().map(codec::encode).toList(), RUNS);
    }

    private <T> void onlyWhatIsWritten(CborCodec<T> codec, List<byte[]> corpus, int runs) {
        for (int i = 0; i < runs; i++) {
            byte[] input = mutations.next(corpus);
            try {
                assertThat(codec.encode(codec.decode(input))).as("seed %d", seed).isEqualTo(input);
            } catch (MalformedException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
    }

    /** Every value of every byte of a small item, so that each head of RFC 8949 comes up. */
    @Test
    void everyHeadAtEveryPlace() {
        CborCodec<Event> codec = CborCodec.of(Event.class);
        for (Event event : Samples.events()) {
            byte[] cbor = codec.encode(event);
            for (int at = 0; at < cbor.length; at++) {
                for (int value = 0; value < 256; value += 1 + at % 3) {
                    byte[] input = cbor.clone();
                    input[at] = (byte) value;
                    try {
                        assertThat(Arrays.equals(codec.encode(codec.decode(input)), input)).isTrue();
                    } catch (MalformedException e) {
                        assertThat(e.getMessage()).isNotEmpty();
                    }
                }
            }
        }
    }

    @Test
    void signedCommands() {
        String keyId = TestMesh.signer(200).publicKey().thumbprint();
        var corpus = new ArrayList<byte[]>();
        for (Command command : Samples.commands()) {
            corpus.add(CommandJws.assemble(CommandJws.signingInput(keyId, Samples.payload(command)), new byte[64]));
        }
        for (int i = 0; i < RUNS / 2; i++) {
            byte[] input = mutations.next(corpus);
            try {
                assertThat(CommandJws.parse(input, 65_536).jws().toArray()).isEqualTo(input);
            } catch (MalformedException e) {
                assertThat(new String(input, StandardCharsets.ISO_8859_1)).isNotEqualTo(e.getMessage());
            }
        }
    }
}
