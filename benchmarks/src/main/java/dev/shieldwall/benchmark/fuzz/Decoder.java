package dev.shieldwall.benchmark.fuzz;

import java.util.List;
import java.util.stream.Stream;

/**
 * A decoder of bytes from strangers, and what must hold of it for any bytes: it throws nothing but what it declares, and
 * what it takes, encoded again, is the same value or, where there is one form only, the same bytes.
 *
 * @param seeds inputs that are well-formed, for a fuzzer to begin with
 */
public record Decoder(String name, Target target, List<byte[]> seeds) {

    /** Returns for any input, whether it was taken or refused; throws if the property does not hold. */
    @FunctionalInterface
    public interface Target {

        void feed(byte[] input);
    }

    public Decoder {
        seeds = List.copyOf(seeds);
    }

    public static List<Decoder> all() {
        return Stream.of(CryptoDecoders.all(), Pkcs12Decoders.all(), ModelDecoders.all(), TransportDecoders.all())
                .flatMap(List::stream)
                .toList();
    }

    static void require(boolean holds, String property) {
        if (!holds) {
            throw new IllegalStateException("broken: " + property);
        }
    }
}
