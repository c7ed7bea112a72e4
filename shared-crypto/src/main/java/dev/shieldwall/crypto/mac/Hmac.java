package dev.shieldwall.crypto.mac;

import dev.shieldwall.crypto.ConstantTime;
import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.hash.HashAlgorithm;
import dev.shieldwall.crypto.internal.Engines;
import dev.shieldwall.crypto.internal.JdkProviders;
import dev.shieldwall.crypto.internal.KnownAnswer;
import dev.shieldwall.crypto.internal.Tested;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Provider;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * HMAC (RFC 2104) with one key over any hash of fixed length, the tag cut to its first bytes if so wished.
 *
 * <p>Guarantee: whoever lacks the key finds a tag with probability 2^(-8 * tagBytes) per try. Not guaranteed: freshness;
 * and the tag is no stronger than the key, whose length is the caller's choice because formats of others use short ones.
 *
 * <p>Thread-safe. {@link #close} closes the key and overwrites the copies that idle engines hold.
 */
public final class Hmac implements AutoCloseable {

    /** For formats of others: 64 bits are guessed online in 2^63 tries. New formats take 16 bytes or more. */
    public static final int MIN_TAG_BYTES = 8;

    private static final List<HashAlgorithm> HASHES =
            List.of(HashAlgorithm.SHA_256, HashAlgorithm.SHA_512, HashAlgorithm.SHA3_256, HashAlgorithm.SHA3_512);
    private static final List<Tested> TESTED = HASHES.stream()
            .map(hash -> Tested.of(
                    "hmac " + hash.algorithmName(),
                    JdkProviders.SUN_JCE.getName(),
                    () -> selfTest(hash, JdkProviders.SUN_JCE)))
            .toList();

    private final SecretBytes secret;
    private final SecretKey key;
    private final String engineName;
    private final int tagBytes;
    private final Engines<Mac> engines;

    /** Takes the key over: closing either closes both. */
    public Hmac(HashAlgorithm hash, SecretBytes key) {
        this(hash, key, hash.outputBytes());
    }

    /** With a tag of that many bytes, at least {@link #MIN_TAG_BYTES} and at most the output of the hash. */
    public Hmac(HashAlgorithm hash, SecretBytes key, int tagBytes) {
        this(hash, key, tagBytes, JdkProviders.SUN_JCE);
        tested(hash).require();
    }

    Hmac(HashAlgorithm hash, SecretBytes secret, int tagBytes, Provider provider) {
        if (tagBytes < MIN_TAG_BYTES || tagBytes > hash.outputBytes()) {
            throw new IllegalArgumentException("a tag has " + MIN_TAG_BYTES + " to " + hash.outputBytes() + " bytes, not " + tagBytes);
        }
        if (secret.length() == 0) {
            throw new IllegalArgumentException("an HMAC without a key authenticates nothing");
        }
        this.secret = secret;
        this.engineName = engineName(hash);
        this.key = secret.asKey(engineName);
        this.tagBytes = tagBytes;
        this.engines = new Engines<>(() -> engine(provider));
    }

    private static String engineName(HashAlgorithm hash) {
        return switch (hash.family()) {
            case SHA_256 -> "HmacSHA256";
            case SHA_512 -> "HmacSHA512";
            case SHA3_256 -> "HmacSHA3-256";
            case SHA3_512 -> "HmacSHA3-512";
            case SHAKE128, SHAKE256, BLAKE2B ->
                throw new IllegalArgumentException("HMAC wants a hash of fixed length, not " + hash.algorithmName());
        };
    }

    public int tagBytes() {
        return tagBytes;
    }

    /** The tag of the concatenation of the parts. Parts are not separated: fixed lengths or a prefix are up to the caller. */
    public byte[] tag(byte[]... parts) {
        if (key.isDestroyed()) {
            throw new CryptoBug("HMAC used after close");
        }
        Mac engine = engines.take();
        for (byte[] part : parts) {
            engine.update(part, 0, part.length); // the shorter form takes null for nothing
        }
        byte[] whole = engine.doFinal();
        engines.giveBack(engine);
        return tagBytes == whole.length ? whole : Arrays.copyOf(whole, tagBytes);
    }

    /** Returns normally if the tag is that of the parts; there is no boolean for a caller to ignore. */
    public void verify(byte[] tag, byte[]... parts) throws MacRejectedException {
        if (!ConstantTime.equals(tag(parts), tag)) {
            throw new MacRejectedException();
        }
    }

    private Mac engine(Provider provider) {
        try {
            Mac engine = Mac.getInstance(engineName, provider);
            engine.init(key);
            return engine;
        } catch (GeneralSecurityException e) {
            throw new CryptoBug("no " + engineName + " in this JDK", e);
        }
    }

    @Override
    public void close() {
        secret.close();
        engines.drain(this::overwriteKey);
    }

    private void overwriteKey(Mac engine) {
        try {
            engine.init(SecretBytes.copyOf(new byte[1]).asKey(engineName));
        } catch (InvalidKeyException e) {
            throw new CryptoBug("an HMAC takes any key", e);
        }
    }

    /** HMAC over every hash that it takes, with the state of its self-test. */
    public static List<Tested> tested() {
        return TESTED;
    }

    private static Tested tested(HashAlgorithm hash) {
        return TESTED.get(HASHES.indexOf(hash));
    }

    /** Known answers of RFC 4231 case 2, and of the same case over SHA-3. */
    static void selfTest(HashAlgorithm hash, Provider provider) {
        selfTest(hash, provider, switch (hash.family()) {
            case SHA_256 -> "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
            case SHA_512 -> "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
                    + "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737";
            case SHA3_256 -> "c7d4072e788877ae3596bbb0da73b887c9171f93095b294ae857fbe2645e1ba5";
            case SHA3_512 -> "5a4bfeab6166427c7a3647b747292b8384537cdb89afb3bf5665e4c5e709350b"
                    + "287baec921fd7ca0ee7a0c31d022a95e1fc92ba9d77df883960275beb4e62024";
            case SHAKE128, SHAKE256, BLAKE2B -> throw new IllegalArgumentException("no HMAC over " + hash.algorithmName());
        });
    }

    private static void selfTest(HashAlgorithm hash, Provider provider, String expected) {
        SecretBytes key = SecretBytes.copyOf("Jefe".getBytes(StandardCharsets.US_ASCII));
        try (Hmac hmac = new Hmac(hash, key, hash.outputBytes(), provider)) {
            byte[] message = "what do ya want for nothing?".getBytes(StandardCharsets.US_ASCII);
            KnownAnswer.require("HMAC " + hash.algorithmName(), expected, hmac.tag(message));
        }
    }
}
