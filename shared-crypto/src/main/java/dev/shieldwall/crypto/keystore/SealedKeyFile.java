package dev.shieldwall.crypto.keystore;

import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.aead.AeadAlgorithm;
import dev.shieldwall.crypto.aead.AeadKey;
import dev.shieldwall.crypto.aead.NonceAead;
import dev.shieldwall.crypto.aead.OpenRejectedException;
import dev.shieldwall.crypto.kdf.Argon2id;
import dev.shieldwall.crypto.key.KeyClass;
import dev.shieldwall.crypto.key.KeyRing;
import dev.shieldwall.crypto.key.RemoteSigner;
import dev.shieldwall.crypto.signature.SignaturePublicKey;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A ring in a file that only its owner can read and only the passphrase opens: Argon2id makes a key of it, with which
 * XChaCha20-Poly1305 seals the encoded ring; {@link SealedHeader} in front is authenticated.
 *
 * <p>Guarantee: what opens is, bit for bit, what was sealed under this passphrase. A file is written whole and durably or
 * not at all; one that cannot be written leaves the one before. Opening a stranger's file costs no more than the bounds
 * of {@link SealedHeader}. Not guaranteed: that the file is the newest (an older copy opens as well), that a bad
 * passphrase withstands, or that two processes that replace the same file see each other; a change of the passphrase
 * sees another process until just before its last step.
 *
 * <p>Thread-safe. Rings that are given stay the caller's, those returned become the caller's to close.
 */
public final class SealedKeyFile {

    public static final int MAX_BYTES = SealedHeader.BYTES + KeyRingEncoding.MAX_BYTES + AeadAlgorithm.TAG_BYTES;
    public static final int MIN_PASSPHRASE_BYTES = 8;

    /** Of all files of this process; two that share a lock by chance wait for each other. */
    private static final List<ReentrantLock> WRITING = Stream.generate(ReentrantLock::new).limit(64).toList();

    private final Path file;
    private final Argon2id.Cost cost;
    private final SecureRandom random;

    /** Seals at the default cost. */
    public SealedKeyFile(Path file, SecureRandom random) {
        this(file, Argon2id.Cost.DEFAULT, random);
    }

    public SealedKeyFile(Path file, Argon2id.Cost cost, SecureRandom random) {
        SealedHeader.requireBearable(cost);
        this.file = file;
        this.cost = cost;
        this.random = random;
    }

    /** Creates the file with mode 0600; an existing file is left alone and refused. */
    public void create(KeyRing ring, SecretBytes passphrase) throws IOException {
        OwnerOnlyFile.write(file, sealed(ring, passphrase), MAX_BYTES);
    }

    /** Replaces the file, which exists. */
    public void replace(KeyRing ring, SecretBytes passphrase) throws IOException {
        byte[] content = sealed(ring, passphrase);
        ReentrantLock writing = writing();
        writing.lock();
        try {
            OwnerOnlyFile.replace(file, content, MAX_BYTES);
        } finally {
            writing.unlock();
        }
    }

    private ReentrantLock writing() throws IOException {
        return WRITING.get(Math.floorMod(file.toRealPath().hashCode(), WRITING.size()));
    }

    /** Opens a ring whose private keys are all in the file. */
    public KeyRing open(SecretBytes passphrase) throws IOException {
        return open(passphrase, key -> Optional.empty());
    }

    /** @param remotes finds who signs for the keys that are not in the file */
    public KeyRing open(SecretBytes passphrase, Function<SignaturePublicKey, Optional<RemoteSigner>> remotes)
            throws IOException {
        byte[] encoded = unsealed(OwnerOnlyFile.read(file, MAX_BYTES), passphrase);
        try {
            return KeyRingEncoding.decode(encoded, remotes)
                    .orElseThrow(() -> new KeyFileException(file + " opens, but holds no ring that this version reads,"
                            + " or a key of it lies in a token that is not there"));
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    /**
     * Seals the same ring anew; who replaces the file from now on has to know the new passphrase. The old one still opens
     * copies of the old file.
     *
     * @throws KeyFileException also if another process wrote the file meanwhile, whose ring would be lost
     */
    public void changePassphrase(SecretBytes old, SecretBytes fresh) throws IOException {
        ReentrantLock writing = writing();
        writing.lock();
        try {
            byte[] before = OwnerOnlyFile.read(file, MAX_BYTES);
            OwnerOnlyFile.replace(file, before, resealed(before, old, fresh), MAX_BYTES);
        } finally {
            writing.unlock();
        }
    }

    private byte[] resealed(byte[] content, SecretBytes old, SecretBytes fresh) throws IOException {
        byte[] encoded = unsealed(content, old);
        try {
            return sealed(encoded, fresh);
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    private byte[] sealed(KeyRing ring, SecretBytes passphrase) {
        if (ring.keyClass().keeping() != KeyClass.Keeping.IN_FILES) {
            throw new IllegalArgumentException("keys of " + ring.keyClass() + " promise forward secrecy and are not written");
        }
        byte[] encoded = KeyRingEncoding.encode(ring);
        try {
            return sealed(encoded, passphrase);
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    private byte[] sealed(byte[] encoded, SecretBytes passphrase) {
        if (passphrase.length() < MIN_PASSPHRASE_BYTES) {
            throw new IllegalArgumentException("a passphrase has at least " + MIN_PASSPHRASE_BYTES + " bytes");
        }
        SealedHeader header = SealedHeader.draw(cost, random);
        byte[] front = header.encode();
        try (NonceAead aead = aead(header, passphrase)) {
            byte[] box = aead.seal(header.nonce(), encoded, front);
            byte[] sealed = Arrays.copyOf(front, front.length + box.length);
            System.arraycopy(box, 0, sealed, front.length, box.length);
            return sealed;
        }
    }

    private byte[] unsealed(byte[] content, SecretBytes passphrase) throws IOException {
        SealedHeader header = SealedHeader.parse(content)
                .orElseThrow(() -> new KeyFileException(file + " is no sealed key file that this version reads, or is torn"));
        byte[] box = Arrays.copyOfRange(content, SealedHeader.BYTES, content.length);
        try (NonceAead aead = aead(header, passphrase)) {
            return aead.open(header.nonce(), box, header.encode());
        } catch (OpenRejectedException e) {
            throw new KeyFileException(file + " does not open: the passphrase is wrong, or the file was torn or altered", e);
        }
    }

    private static NonceAead aead(SealedHeader header, SecretBytes passphrase) {
        SecretBytes key = Argon2id.derive(passphrase, header.salt(), header.cost(), AeadAlgorithm.KEY_BYTES);
        return new NonceAead(AeadKey.of(AeadAlgorithm.XCHACHA20_POLY1305, key));
    }
}
