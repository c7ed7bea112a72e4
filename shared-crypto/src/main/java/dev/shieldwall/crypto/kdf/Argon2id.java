package dev.shieldwall.crypto.kdf;

import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.internal.KnownAnswer;
import dev.shieldwall.crypto.internal.Tested;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id version 1.3 (RFC 9106): a key from a password, at a cost in memory and time for each guess.
 *
 * <p>Guarantee: a guess costs an attacker what it costs here. Not guaranteed: that a bad password withstands. A call
 * holds the memory that it is given, so the caller bounds how many run at a time.
 *
 * <p>Thread-safe. Secrets that are given stay the caller's, those returned become the caller's to close.
 */
public final class Argon2id {

    public static final int MIN_SALT_BYTES = 16;
    public static final int MAX_SALT_BYTES = 64;
    public static final int MIN_OUTPUT_BYTES = 16;
    public static final int MAX_OUTPUT_BYTES = 64;
    public static final int MAX_PASSWORD_BYTES = 1_024;

    /**
     * What a guess costs. Not less than OWASP's least, 19 MiB passed over twice or as much work in more memory; not more
     * than a file from a stranger may ask of us.
     *
     * @param memoryKib memory in KiB
     * @param iterations passes over it
     * @param lanes degree of parallelism; part of the result, though here lanes are computed one after the other
     */
    public record Cost(int memoryKib, int iterations, int lanes) {

        public static final int MIN_MEMORY_KIB = 19 * 1_024;
        public static final int MAX_MEMORY_KIB = 1_024 * 1_024;
        public static final int MAX_ITERATIONS = 64;
        public static final int MAX_LANES = 16;

        /** Memory times passes: 4 GiB, some 6 seconds of one processor here. 1 GiB with three passes has room. */
        public static final long MAX_PASSED_KIB = 1L << 22;

        /** The second recommendation of RFC 9106 section 4: 64 MiB, three passes, four lanes. */
        public static final Cost DEFAULT = new Cost(64 * 1_024, 3, 4);

        public Cost {
            if (memoryKib < MIN_MEMORY_KIB || memoryKib > MAX_MEMORY_KIB) {
                throw new IllegalArgumentException("Argon2id memory is " + MIN_MEMORY_KIB + " to " + MAX_MEMORY_KIB + " KiB, not " + memoryKib);
            }
            long passed = (long) memoryKib * iterations;
            if (iterations < 1 || iterations > MAX_ITERATIONS || passed < 2L * MIN_MEMORY_KIB || passed > MAX_PASSED_KIB) {
                throw new IllegalArgumentException("Argon2id passes over " + memoryKib + " KiB are too few or too many: " + iterations);
            }
            if (lanes < 1 || lanes > MAX_LANES) {
                throw new IllegalArgumentException("Argon2id lanes are 1 to " + MAX_LANES + ", not " + lanes);
            }
        }
    }

    private static final Tested TESTED = Tested.of("argon2id", "bouncy-castle", Argon2id::selfTest);

    private Argon2id() {}

    public static SecretBytes derive(SecretBytes password, byte[] salt, Cost cost, int bytes) {
        requireBetween("a password", 1, MAX_PASSWORD_BYTES, password.length());
        requireBetween("a salt", MIN_SALT_BYTES, MAX_SALT_BYTES, salt.length);
        requireBetween("the output", MIN_OUTPUT_BYTES, MAX_OUTPUT_BYTES, bytes);
        TESTED.require();
        byte[] raw = password.asKey("Argon2id").getEncoded();
        byte[] output = compute(parameters(cost.memoryKib(), cost.iterations(), cost.lanes()).withSalt(salt), raw, bytes);
        SecretBytes derived = SecretBytes.copyOf(output);
        Arrays.fill(raw, (byte) 0);
        Arrays.fill(output, (byte) 0);
        return derived;
    }

    private static void requireBetween(String what, int least, int most, int bytes) {
        if (bytes < least || bytes > most) {
            throw new IllegalArgumentException(what + " has " + least + " to " + most + " bytes, not " + bytes);
        }
    }

    private static Argon2Parameters.Builder parameters(int memoryKib, int iterations, int lanes) {
        return new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memoryKib)
                .withIterations(iterations)
                .withParallelism(lanes);
    }

    private static byte[] compute(Argon2Parameters.Builder parameters, byte[] password, int bytes) {
        var generator = new Argon2BytesGenerator();
        generator.init(parameters.build());
        byte[] output = new byte[bytes];
        generator.generateBytes(password, output);
        return output;
    }

    public static List<Tested> tested() {
        return List.of(TESTED);
    }

    /** RFC 9106 section 5.3, which is cheaper than {@link Cost} allows. */
    static void selfTest() {
        Argon2Parameters.Builder parameters = parameters(32, 3, 4)
                .withSalt(KnownAnswer.hex("02".repeat(16)))
                .withSecret(KnownAnswer.hex("03".repeat(8)))
                .withAdditional(KnownAnswer.hex("04".repeat(12)));
        KnownAnswer.require("Argon2id", "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659",
                compute(parameters, KnownAnswer.hex("01".repeat(32)), 32));
    }
}
