package dev.shieldwall.benchmark.fuzz;

/** What Jazzer calls, by these names: the decoder that the system property {@value #PROPERTY} names, with each input. */
public final class DecoderFuzz {

    static final String PROPERTY = "shieldwall.fuzz";

    private static Decoder.Target target = _ -> {};

    private DecoderFuzz() {}

    /** Outside of the time that an input is given: keys are made here. */
    public static void fuzzerInitialize() {
        String name = System.getProperty(PROPERTY, "");
        target = Decoder.all().stream()
                .filter(decoder -> decoder.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("-D" + PROPERTY + " names no decoder: " + name))
                .target();
    }

    public static void fuzzerTestOneInput(byte[] input) {
        target.feed(input);
    }
}
