package dev.shieldwall.benchmark.fuzz;

import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.aead.Aead;
import dev.shieldwall.crypto.aead.AeadAlgorithm;
import dev.shieldwall.crypto.aead.AeadKey;
import dev.shieldwall.crypto.aead.OpenRejectedException;
import dev.shieldwall.crypto.aead.Secretbox;
import dev.shieldwall.crypto.encryption.Decryptor;
import dev.shieldwall.crypto.encryption.Encryptor;
import dev.shieldwall.crypto.encryption.RejectedStreamException;
import dev.shieldwall.crypto.kem.CiphertextRejectedException;
import dev.shieldwall.crypto.kem.Encapsulation;
import dev.shieldwall.crypto.kem.KemAlgorithm;
import dev.shieldwall.crypto.kem.KemPrivateKey;
import dev.shieldwall.crypto.kem.KemPublicKey;
import dev.shieldwall.crypto.keystore.Pem;
import dev.shieldwall.crypto.merkle.MerkleProofs;
import dev.shieldwall.crypto.merkle.ProofRejectedException;
import dev.shieldwall.crypto.merkle.TreeHead;
import dev.shieldwall.crypto.signature.KeyRejectedException;
import dev.shieldwall.crypto.signature.SignatureAlgorithm;
import dev.shieldwall.crypto.signature.SignaturePrivateKey;
import dev.shieldwall.crypto.signature.SignaturePublicKey;
import dev.shieldwall.crypto.signature.SignatureRejectedException;
import dev.shieldwall.crypto.signature.Signer;
import dev.shieldwall.crypto.signature.SigningContext;
import dev.shieldwall.crypto.signature.TaggedSignature;
import dev.shieldwall.crypto.signature.Verifier;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Keys, signatures, ciphertexts, envelopes, PEM and proofs of shared-crypto. */
final class CryptoDecoders {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final SigningContext CONTEXT = SigningContext.of("shieldwall/fuzz/v1");
    private static final byte[] MESSAGE = {1, 2, 3};
    private static final String LABEL = "PUBLIC KEY";
    private static final int HASH_BYTES = 32;

    private static final Set<SignatureAlgorithm> ALL_SIGNATURES = EnumSet.allOf(SignatureAlgorithm.class);

    /** SLH-DSA computes a tree for each private key: too slow to guess with. */
    private static final Set<SignatureAlgorithm> QUICK = EnumSet.of(
            SignatureAlgorithm.ED25519, SignatureAlgorithm.ED448, SignatureAlgorithm.ECDSA_P256,
            SignatureAlgorithm.ML_DSA_44, SignatureAlgorithm.ML_DSA_65, SignatureAlgorithm.ML_DSA_87,
            SignatureAlgorithm.FALCON_512, SignatureAlgorithm.HYBRID_ED25519_ML_DSA_65);

    private final Map<SignatureAlgorithm, SignaturePrivateKey> signers = new EnumMap<>(SignatureAlgorithm.class);
    private final Map<KemAlgorithm, KemPrivateKey> recipients = new EnumMap<>(KemAlgorithm.class);
    private final List<Aead> aeads = new ArrayList<>();
    private final Secretbox box = Secretbox.of(SecretBytes.random(Secretbox.KEY_BYTES, RANDOM));
    private final Decryptor decryptor;
    private final KemPrivateKey recipient;

    private CryptoDecoders() {
        QUICK.forEach(one -> signers.put(one, SignaturePrivateKey.generate(one, RANDOM)));
        for (KemAlgorithm one : KemAlgorithm.values()) {
            recipients.put(one, KemPrivateKey.generate(one, RANDOM));
        }
        for (AeadAlgorithm one : AeadAlgorithm.values()) {
            aeads.add(new Aead(AeadKey.generate(one, RANDOM), RANDOM));
        }
        recipient = KemPrivateKey.generate(KemAlgorithm.X25519, RANDOM);
        decryptor = new Decryptor(recipient, EnumSet.allOf(AeadAlgorithm.class));
    }

    static List<Decoder> all() {
        CryptoDecoders own = new CryptoDecoders();
        return List.of(
                new Decoder("signature-public-key", CryptoDecoders::signaturePublicKey, own.signers.values().stream()
                        .map(key -> key.publicKey().encode())
                        .toList()),
                new Decoder("signature-private-key", CryptoDecoders::signaturePrivateKey, QUICK.stream()
                        .map(one -> tagged(one.id(), one.privateKeyBytes()))
                        .toList()),
                new Decoder("signature", own::signature, own.signatures()),
                new Decoder("kem-public-key", CryptoDecoders::kemPublicKey, own.recipients.values().stream()
                        .map(key -> key.publicKey().encode())
                        .toList()),
                new Decoder("kem-private-key", CryptoDecoders::kemPrivateKey, own.recipients.keySet().stream()
                        .map(one -> tagged(one.id(), one.privateKeyBytes()))
                        .toList()),
                new Decoder("kem-ciphertext", own::kemCiphertext, own.ciphertexts()),
                new Decoder("aead", own::sealed, own.sealedSeeds()),
                new Decoder("secretbox", own::boxed, List.of(own.box.seal(MESSAGE, RANDOM))),
                new Decoder("envelope", own::envelope, own.envelopes()),
                new Decoder("pem", CryptoDecoders::pem, List.of(Pem.encode(LABEL, MESSAGE))),
                new Decoder("merkle-inclusion", CryptoDecoders::inclusion, List.of(new byte[16 + 2 * HASH_BYTES])),
                new Decoder("merkle-consistency", CryptoDecoders::consistency, List.of(new byte[16 + 3 * HASH_BYTES])));
    }

    private static byte[] tagged(byte id, int bytes) {
        byte[] seed = new byte[1 + bytes];
        seed[0] = id;
        seed[bytes] = 1;
        return seed;
    }

    private static void signaturePublicKey(byte[] input) {
        try {
            byte[] again = SignaturePublicKey.decode(input, ALL_SIGNATURES).encode();
            Decoder.require(Arrays.equals(again, input), "a public key has one form");
        } catch (KeyRejectedException e) {
            return;
        }
    }

    private static void signaturePrivateKey(byte[] input) {
        try (SignaturePrivateKey key = SignaturePrivateKey.decode(input, QUICK)) {
            Decoder.require(key.algorithm().id() == input[0], "a private key has the id in front of it");
        } catch (KeyRejectedException e) {
            return;
        }
    }

    private List<byte[]> signatures() {
        return signers.values().stream().map(key -> new Signer(key, CONTEXT).sign(MESSAGE)).toList();
    }

    private void signature(byte[] input) {
        try {
            TaggedSignature parsed = TaggedSignature.parse(input);
            Decoder.require(Arrays.equals(parsed.encode(), input), "a signature has one form");
            SignaturePrivateKey key = signers.get(parsed.algorithm());
            if (key != null) {
                new Verifier(key.publicKey(), CONTEXT).verify(MESSAGE, input);
            }
        } catch (SignatureRejectedException e) {
            return;
        }
    }

    private static void kemPublicKey(byte[] input) {
        try {
            KemPublicKey key = KemPublicKey.decode(input);
            Decoder.require(Arrays.equals(key.encode(), input), "a public key has one form");
            key.encapsulate(RANDOM).close();
        } catch (KeyRejectedException e) {
            return;
        }
    }

    private static void kemPrivateKey(byte[] input) {
        try (KemPrivateKey key = KemPrivateKey.decode(input)) {
            Decoder.require(key.algorithm().id() == input[0], "a private key has the id in front of it");
        } catch (KeyRejectedException e) {
            return;
        }
    }

    private List<byte[]> ciphertexts() {
        var seeds = new ArrayList<byte[]>();
        for (KemPrivateKey key : recipients.values()) {
            try (Encapsulation sent = key.publicKey().encapsulate(RANDOM)) {
                seeds.add(sent.ciphertext());
            } catch (KeyRejectedException e) {
                throw new IllegalStateException(e);
            }
        }
        return seeds;
    }

    private void kemCiphertext(byte[] input) {
        recipients.values().forEach(key -> kemCiphertext(key, input));
    }

    private static void kemCiphertext(KemPrivateKey key, byte[] input) {
        try {
            key.decapsulate(input).close();
            Decoder.require(input[0] == key.algorithm().id(), "a ciphertext has the id in front of it");
        } catch (CiphertextRejectedException e) {
            return;
        }
    }

    private List<byte[]> sealedSeeds() {
        return aeads.stream().map(aead -> aead.seal(MESSAGE, MESSAGE)).toList();
    }

    private void sealed(byte[] input) {
        aeads.forEach(aead -> sealed(aead, input));
    }

    private static void sealed(Aead aead, byte[] input) {
        try {
            Decoder.require(aead.open(input, MESSAGE).length == input.length - aead.overhead(), "nothing is added");
        } catch (OpenRejectedException e) {
            return;
        }
    }

    private void boxed(byte[] input) {
        try {
            box.open(input);
        } catch (OpenRejectedException e) {
            return;
        }
    }

    private List<byte[]> envelopes() {
        var seeds = new ArrayList<byte[]>();
        for (AeadAlgorithm one : AeadAlgorithm.values()) {
            try {
                seeds.add(new Encryptor(recipient.publicKey(), one, RANDOM).encrypt(MESSAGE, MESSAGE));
            } catch (KeyRejectedException e) {
                throw new IllegalStateException(e);
            }
        }
        return seeds;
    }

    private void envelope(byte[] input) {
        try {
            decryptor.decrypt(input, MESSAGE);
        } catch (RejectedStreamException e) {
            return;
        }
    }

    /** White space at the end of lines may vary; the document may not. */
    private static void pem(byte[] input) {
        Pem.decode(LABEL, input).ifPresent(der -> Decoder.require(
                Pem.decode(LABEL, Pem.encode(LABEL, der)).filter(again -> Arrays.equals(again, der)).isPresent(),
                "PEM goes round"));
    }

    /** Index, size, leaf, root, and as many hashes as follow. */
    private static void inclusion(byte[] input) {
        if (input.length < 16 + 2 * HASH_BYTES) {
            return;
        }
        ByteBuffer rest = ByteBuffer.wrap(input);
        long index = rest.getLong();
        long size = rest.getLong();
        byte[] leaf = next(rest);
        byte[] root = next(rest);
        try {
            MerkleProofs.verifyInclusion(leaf, index, size, path(rest), root);
        } catch (ProofRejectedException e) {
            return;
        }
    }

    private static void consistency(byte[] input) {
        if (input.length < 16 + 2 * HASH_BYTES) {
            return;
        }
        ByteBuffer rest = ByteBuffer.wrap(input);
        long older = rest.getLong() & Long.MAX_VALUE;
        long newer = rest.getLong() & Long.MAX_VALUE;
        try {
            MerkleProofs.verifyConsistency(new TreeHead(older, next(rest)), new TreeHead(newer, next(rest)), path(rest));
        } catch (ProofRejectedException e) {
            return;
        }
    }

    /** The last one may be short: a proof from a stranger may be anything. */
    private static List<byte[]> path(ByteBuffer rest) {
        var path = new ArrayList<byte[]>();
        while (rest.hasRemaining()) {
            path.add(next(rest));
        }
        return path;
    }

    private static byte[] next(ByteBuffer rest) {
        byte[] hash = new byte[Math.min(HASH_BYTES, rest.remaining())];
        rest.get(hash);
        return hash;
    }
}
