package dev.shieldwall.crypto.keystore;

import dev.shieldwall.crypto.SecretAccess;
import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.key.KeyClass;
import dev.shieldwall.crypto.key.KeyId;
import dev.shieldwall.crypto.key.KeyMaterial;
import dev.shieldwall.crypto.key.KeyRing;
import dev.shieldwall.crypto.key.RemoteSigner;
import dev.shieldwall.crypto.key.RingKey;
import dev.shieldwall.crypto.key.SecretAlgorithm;
import dev.shieldwall.crypto.key.Stage;
import dev.shieldwall.crypto.signature.KeyRejectedException;
import dev.shieldwall.crypto.signature.SignaturePrivateKey;
import dev.shieldwall.crypto.signature.SignaturePublicKey;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A ring as bytes. There is one form of each ring: keys in the order of their ids, spent ids in the order in which they
 * were spent, exact lengths, nothing behind. The id of the algorithm stands in front of each key.
 *
 * <pre>version (1) | class (1) | last change (8) | number of keys (1) | key* | number of spent ids (2) | id (32)*
 * key: stage (1) | times (8 or 24) | form (1) | length (2) | id of the algorithm (1) and the bytes</pre>
 *
 * Times are milliseconds since 1970.
 */
final class KeyRingEncoding {

    /** Of the longest ring: 16 public keys of ML-DSA-87 and 500 spent ids have 57,933. */
    static final int MAX_BYTES = 58_000;

    private static final byte VERSION = 1;
    private static final byte WAITING = 0;
    private static final byte PRIMARY = 1;
    private static final byte RETIRED = 2;
    private static final byte PRIVATE_KEY = 0;
    private static final byte PUBLIC_KEY = 1;
    private static final byte REMOTE = 2;
    private static final byte SECRET = 3;
    private static final long MAX_MILLIS = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

    private KeyRingEncoding() {}

    /** Secret: overwrite after use. */
    static byte[] encode(KeyRing ring) {
        ByteBuffer out = ByteBuffer.allocate(MAX_BYTES);
        out.put(VERSION).put(ring.keyClass().id()).putLong(ring.lastChange().toEpochMilli());
        out.put((byte) ring.keys().size());
        ring.keys().forEach(key -> encode(key, out));
        out.putShort((short) ring.spent().size());
        ring.spent().forEach(id -> out.put(id.bytes()));
        byte[] encoded = Arrays.copyOf(out.array(), out.position());
        Arrays.fill(out.array(), (byte) 0);
        return encoded;
    }

    private static void encode(RingKey key, ByteBuffer out) {
        switch (key.stage()) {
            case Stage.Waiting(Instant since) -> out.put(WAITING).putLong(since.toEpochMilli());
            case Stage.Primary(Instant since) -> out.put(PRIMARY).putLong(since.toEpochMilli());
            case Stage.Retired(Instant since, Instant until, Instant purge) -> out.put(RETIRED)
                    .putLong(since.toEpochMilli())
                    .putLong(until.toEpochMilli())
                    .putLong(purge.toEpochMilli());
        }
        byte[] tagged = tagged(key.material());
        out.put(form(key.material())).putShort((short) tagged.length).put(tagged);
        Arrays.fill(tagged, (byte) 0);
    }

    private static byte form(KeyMaterial material) {
        return switch (material) {
            case KeyMaterial.PrivateKey _ -> PRIVATE_KEY;
            case KeyMaterial.PublicKey _ -> PUBLIC_KEY;
            case KeyMaterial.Remote _ -> REMOTE;
            case KeyMaterial.Secret _ -> SECRET;
        };
    }

    private static byte[] tagged(KeyMaterial material) {
        return switch (material) {
            case KeyMaterial.PrivateKey(var key) -> key.encode(SecretAccess.granted());
            case KeyMaterial.PublicKey(var key) -> key.encode();
            case KeyMaterial.Remote(var key, _) -> key.encode();
            case KeyMaterial.Secret(var algorithm, var secret) -> tagged(algorithm, secret);
        };
    }

    private static byte[] tagged(SecretAlgorithm algorithm, SecretBytes secret) {
        byte[] bytes = secret.asKey("ring").getEncoded();
        byte[] tagged = new byte[1 + bytes.length];
        tagged[0] = algorithm.id();
        System.arraycopy(bytes, 0, tagged, 1, bytes.length);
        Arrays.fill(bytes, (byte) 0);
        return tagged;
    }

    /**
     * Empty if the bytes are anything but the one form of a ring. A remote key comes back with the signer that is found
     * for it.
     */
    static Optional<KeyRing> decode(byte[] encoded, Function<SignaturePublicKey, Optional<RemoteSigner>> remotes) {
        ByteBuffer in = ByteBuffer.wrap(encoded);
        var keys = new ArrayList<RingKey>();
        try {
            if (in.get() != VERSION) {
                return Optional.empty();
            }
            KeyClass keyClass = KeyClass.ofId(in.get()).orElseThrow(() -> new IllegalArgumentException("no such class"));
            Instant lastChange = time(in);
            readKeys(in, remotes, keys);
            KeyRing ring = KeyRing.restore(keyClass, keys, readSpent(in), lastChange);
            if (!in.hasRemaining() && sorted(keys)) {
                return Optional.of(ring);
            }
        } catch (BufferUnderflowException | IllegalArgumentException | KeyRejectedException e) {
            // Like every other form that is not the one.
        }
        keys.forEach(key -> key.material().close());
        return Optional.empty();
    }

    private static void readKeys(ByteBuffer in, Function<SignaturePublicKey, Optional<RemoteSigner>> remotes, List<RingKey> keys)
            throws KeyRejectedException {
        int count = Byte.toUnsignedInt(in.get());
        for (int i = 0; i < count; i++) {
            Stage stage = stage(in);
            KeyMaterial material = material(in, remotes);
            keys.add(new RingKey(material.id(), material, stage));
        }
    }

    private static boolean sorted(List<RingKey> keys) {
        return keys.equals(keys.stream().sorted((left, right) -> left.id().compareTo(right.id())).toList());
    }

    private static List<KeyId> readSpent(ByteBuffer in) {
        int count = Short.toUnsignedInt(in.getShort());
        var spent = new ArrayList<KeyId>();
        for (int i = 0; i < count; i++) {
            spent.add(KeyId.of(bytes(in, KeyId.BYTES)));
        }
        return spent;
    }

    private static Stage stage(ByteBuffer in) {
        return switch (in.get()) {
            case WAITING -> new Stage.Waiting(time(in));
            case PRIMARY -> new Stage.Primary(time(in));
            case RETIRED -> new Stage.Retired(time(in), time(in), time(in));
            default -> throw new IllegalArgumentException("no such stage");
        };
    }

    private static Instant time(ByteBuffer in) {
        long millis = in.getLong();
        if (millis < 0 || millis > MAX_MILLIS) {
            throw new IllegalArgumentException("no such time");
        }
        return Instant.ofEpochMilli(millis);
    }

    private static KeyMaterial material(ByteBuffer in, Function<SignaturePublicKey, Optional<RemoteSigner>> remotes)
            throws KeyRejectedException {
        byte form = in.get();
        byte[] tagged = bytes(in, Short.toUnsignedInt(in.getShort()));
        try {
            return switch (form) {
                case PRIVATE_KEY -> new KeyMaterial.PrivateKey(SignaturePrivateKey.decode(tagged));
                case PUBLIC_KEY -> new KeyMaterial.PublicKey(SignaturePublicKey.decode(tagged));
                case REMOTE -> remote(SignaturePublicKey.decode(tagged), remotes);
                case SECRET -> secret(tagged);
                default -> throw new IllegalArgumentException("no such form");
            };
        } finally {
            Arrays.fill(tagged, (byte) 0);
        }
    }

    private static KeyMaterial remote(
            SignaturePublicKey key, Function<SignaturePublicKey, Optional<RemoteSigner>> remotes) {
        return remotes.apply(key)
                .filter(signer -> signer.publicKey().equals(key))
                .map(signer -> new KeyMaterial.Remote(key, signer))
                .orElseThrow(() -> new IllegalArgumentException("nobody signs for " + key));
    }

    private static KeyMaterial secret(byte[] tagged) {
        SecretAlgorithm algorithm = tagged.length == 0
                ? null
                : SecretAlgorithm.ofId(tagged[0]).orElse(null);
        if (algorithm == null) {
            throw new IllegalArgumentException("no such algorithm");
        }
        byte[] bytes = Arrays.copyOfRange(tagged, 1, tagged.length);
        try {
            return new KeyMaterial.Secret(algorithm, SecretBytes.copyOf(bytes));
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static byte[] bytes(ByteBuffer in, int length) {
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }
}
