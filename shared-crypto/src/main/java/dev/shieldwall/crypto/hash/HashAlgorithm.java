package dev.shieldwall.crypto.hash;

import dev.shieldwall.crypto.ConstantTime;
import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.internal.JdkProviders;
import dev.shieldwall.crypto.internal.KnownAnswer;
import dev.shieldwall.crypto.internal.Tested;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.crypto.digests.Blake2bDigest;
import org.bouncycastle.crypto.digests.SHA3Digest;
import org.bouncycastle.crypto.digests.SHAKEDigest;

/**
 * A hash function together with the length of its output, chosen by name where requirements differ. The ledger's own
 * hash is {@link Sha256} and not a choice.
 *
 * <p>Guarantee: no way to a collision is known that is cheaper than 2^(4 * outputBytes), or than 2^128 for SHAKE128 and
 * 2^256 for SHAKE256 where that is less. Not guaranteed: that a short output resists collisions; below 32 bytes it does
 * not reach 128 bits.
 *
 * <p>Thread-safe.
 */
public record HashAlgorithm(Family family, int outputBytes) {

    /** Bouncy Castle computes SHA-3: measured a third faster than the JDK, which also has no SHAKE of free length. */
    public enum Family {
        SHA_256("sha-256", 32, 32, 32),
        SHA_512("sha-512", 64, 64, 64),
        SHA3_256("sha3-256", 32, 32, 32),
        SHA3_512("sha3-512", 64, 64, 64),
        SHAKE128("shake128", MIN_OUTPUT_BYTES, MAX_XOF_BYTES, 32),
        SHAKE256("shake256", MIN_OUTPUT_BYTES, MAX_XOF_BYTES, 64),
        BLAKE2B("blake2b", MIN_OUTPUT_BYTES, 64, 32);

        private final String name;
        private final int minBytes;
        private final int maxBytes;
        private final int defaultBytes;
        private final Tested tested;

        Family(String name, int minBytes, int maxBytes, int defaultBytes) {
            this.name = name;
            this.minBytes = minBytes;
            this.maxBytes = maxBytes;
            this.defaultBytes = defaultBytes;
            this.tested = name.equals("sha-256")
                    ? Sha256.TESTED
                    : Tested.of(name, name.equals("sha-512") ? JdkProviders.SUN.getName() : "bouncy-castle", () -> selfTest(this));
        }

        /** Whether the length of the output is not a choice. */
        public boolean fixedLength() {
            return minBytes == maxBytes;
        }
    }

    /** The least of libsodium's generichash: collisions then cost 2^64. */
    public static final int MIN_OUTPUT_BYTES = 16;

    /** SHAKE has no end; a caller's mistake has. */
    public static final int MAX_XOF_BYTES = 65_536;

    public static final HashAlgorithm SHA_256 = new HashAlgorithm(Family.SHA_256, 32);
    public static final HashAlgorithm SHA_512 = new HashAlgorithm(Family.SHA_512, 64);
    public static final HashAlgorithm SHA3_256 = new HashAlgorithm(Family.SHA3_256, 32);
    public static final HashAlgorithm SHA3_512 = new HashAlgorithm(Family.SHA3_512, 64);

    /** Where nothing is configured. */
    public static final HashAlgorithm DEFAULT = SHA_256;

    public HashAlgorithm {
        if (outputBytes < family.minBytes || outputBytes > family.maxBytes) {
            throw new IllegalArgumentException(family.name + " has " + family.minBytes + " to " + family.maxBytes
                    + " bytes of output, not " + outputBytes);
        }
    }

    /** By the name of the reference, with the usual length: 32 bytes for shake128 and blake2b, 64 for shake256. */
    public static HashAlgorithm named(String name) {
        Family family = family(name);
        return new HashAlgorithm(family, family.defaultBytes);
    }

    /** By name and length; a length that the function does not have is refused, also where it is fixed. */
    public static HashAlgorithm named(String name, int outputBytes) {
        return new HashAlgorithm(family(name), outputBytes);
    }

    private static Family family(String name) {
        return Arrays.stream(Family.values())
                .filter(family -> family.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown hash algorithm"));
    }

    public String algorithmName() {
        return family.name;
    }

    /** Hashes the concatenation of the parts. Parts are not separated: fixed lengths or a prefix are up to the caller. */
    public byte[] hash(byte[]... parts) {
        if (family == Family.SHA_256) {
            return Sha256.hash(parts);
        }
        MessageDigest engine = engine();
        for (byte[] part : parts) {
            engine.update(part);
        }
        return engine.digest();
    }

    /** Whether the stored hash is that of the data, in a time that does not depend on where they differ. */
    public boolean verify(byte[] data, byte[] storedHash) {
        return ConstantTime.equals(hash(data), storedHash);
    }

    /** For data that comes in pieces. */
    public HashStream stream() {
        return new HashStream(engine());
    }

    private MessageDigest engine() {
        family.tested.require();
        return switch (family) {
            case SHA_256 -> jdk("SHA-256");
            case SHA_512 -> jdk("SHA-512");
            case SHA3_256, SHA3_512 -> new BouncyCastleDigest(new SHA3Digest(outputBytes * 8), outputBytes);
            case SHAKE128 -> new BouncyCastleDigest(new SHAKEDigest(128), outputBytes);
            case SHAKE256 -> new BouncyCastleDigest(new SHAKEDigest(256), outputBytes);
            case BLAKE2B -> new BouncyCastleDigest(new Blake2bDigest(outputBytes * 8), outputBytes);
        };
    }

    private static MessageDigest jdk(String name) {
        try {
            return MessageDigest.getInstance(name, JdkProviders.SUN);
        } catch (NoSuchAlgorithmException e) {
            throw new CryptoBug("no " + name + " in this JDK", e);
        }
    }

    /** Every function, with the state of its self-test. */
    public static List<Tested> tested() {
        return Arrays.stream(Family.values()).map(family -> family.tested).toList();
    }

    /** Known answers for "abc" (FIPS 180-4, FIPS 202, RFC 7693), one-shot and in pieces. */
    static void selfTest(Family family) {
        HashAlgorithm algorithm = new HashAlgorithm(family, family.defaultBytes);
        byte[] abc = "abc".getBytes(StandardCharsets.US_ASCII);
        KnownAnswer.require(family.name, ofAbc(family), algorithm.hash(abc));
        HashStream stream = algorithm.stream();
        for (byte letter : abc) {
            stream.update(new byte[] {letter});
        }
        KnownAnswer.require(family.name + " in pieces", ofAbc(family), stream.digest());
    }

    private static String ofAbc(Family family) {
        return switch (family) {
            case SHA_256 -> "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
            case SHA_512 ->
                "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                        + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f";
            case SHA3_256 -> "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532";
            case SHA3_512 ->
                "b751850b1a57168a5693cd924b6b096e08f621827444f70d884f5d0240d2712e"
                        + "10e116e9192af3c91a7ec57647e3934057340b4cf408d5a56592f8274eec53f0";
            case SHAKE128 -> "5881092dd818bf5cf8a3ddb793fbcba74097d5c526a6d35f97b83351940f2cc8";
            case SHAKE256 ->
                "483366601360a8771c6863080cc4114d8db44530f8f1e1ee4f94ea37e78b5739"
                        + "d5a15bef186a5386c75744c0527e1faa9f8726e462a12a4feb06bd8801e751e4";
            case BLAKE2B -> "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319";
        };
    }
}
