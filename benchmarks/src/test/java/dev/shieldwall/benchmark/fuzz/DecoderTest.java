package dev.shieldwall.benchmark.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The properties that {@code ./shieldwall soak --decoders} looks for, on seeds and some hundred changes of them. */
class DecoderTest {

    private static final int CHANGES = 150;
    private static final long SEED = Long.getLong("shieldwall.seed", System.nanoTime());

    static Stream<Decoder> decoders() {
        System.out.println("decoders: -Dshieldwall.seed=" + SEED);
        return Decoder.all().stream();
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void nothingButTheDeclaredExceptionComesOut(Decoder decoder) {
        var random = new Random(SEED);
        for (byte[] seed : decoder.seeds()) {
            feed(decoder, seed);
            for (int i = 0; i < CHANGES / decoder.seeds().size(); i++) {
                feed(decoder, changed(seed, random));
            }
        }
        for (int length = 0; length < 40; length++) {
            byte[] noise = new byte[length];
            random.nextBytes(noise);
            feed(decoder, noise);
        }
    }

    private static void feed(Decoder decoder, byte[] input) {
        assertThatCode(() -> decoder.target().feed(input)).doesNotThrowAnyException();
    }

    private static byte[] changed(byte[] seed, Random random) {
        byte[] changed = Arrays.copyOf(seed, random.nextInt(4) > 0 ? seed.length : random.nextInt(seed.length + 20));
        for (int i = random.nextInt(4); i >= 0 && changed.length > 0; i--) {
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return changed;
    }

    @Test
    void everyDecoderHasANameOfItsOwn() {
        assertThat(decoders().map(Decoder::name)).doesNotHaveDuplicates().hasSizeGreaterThan(20);
    }

    @Test
    void aBrokenPropertyIsSeen() {
        assertThatIllegalStateException().isThrownBy(() -> Decoder.require(false, "one form")).withMessage("broken: one form");
    }

    @Test
    void anUnknownDecoderIsAWrongCommandLine() throws Exception {
        var out = new ByteArrayOutputStream();
        assertThat(DecoderSoak.run(List.of("--decoders", "abacus"), new PrintStream(out, true))).isEqualTo(2);
        assertThat(out.toString()).contains("usage:", "  envelope");
    }
}
