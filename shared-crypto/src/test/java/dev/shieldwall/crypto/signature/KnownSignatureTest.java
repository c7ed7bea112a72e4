package dev.shieldwall.crypto.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.hash.Sha256;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.SLHDSAParameters;
import org.bouncycastle.crypto.params.SLHDSAPrivateKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.bouncycastle.crypto.signers.SLHDSASigner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Keys and signatures that a second implementation, noble-post-quantum 0.7.1, makes and takes as well: SLH-DSA byte for
 * byte, the keys of Falcon as well.
 */
class KnownSignatureTest {

    /** The seeds count from 0; the signature is that of the deterministic variant, told by its SHA-256. */
    @ParameterizedTest
    @CsvSource({
        "SLH_DSA_SHA2_128S, 202122232425262728292a2b2c2d2e2f990ce6298792b128846a8e4a3a68954c, fea6493a6eed64000c6fb12d75e4c4915938994df3d16d4f2c2a322682bb2e85",
        "SLH_DSA_SHA2_128F, 202122232425262728292a2b2c2d2e2f3b56e816847f000386aeec2e2bb9e1b5, 686068bb8b64152aba727977fc50837a7dd28cc54a8e1eb12b033920c987f7fc",
        "SLH_DSA_SHA2_192S, 303132333435363738393a3b3c3d3e3f4041424344454647b6f282ce116ff59bce2d9fc4a67c6031dabdce326c34f541, 8670ba483899f660e734fc9023cf41b8722790b45b793aadd64d7996ed735a76",
        "SLH_DSA_SHA2_192F, 303132333435363738393a3b3c3d3e3f40414243444546479236ccebbb3a90ac2452dd89de49dab1340ec02419a2870e, 3b9e455c294f536aca990d57177f4f949d4edcdc54476ffbd4087e1cfbaa8eaf",
        "SLH_DSA_SHA2_256S, 404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5fda7163e601352515bc0f06f9f4f44be71a5a65ee9dca5575cf4a7b6d4a87d6e2, fd3e039489e86a3c62d965ec03c5daea3b659040475aec6997e4a6f8a0da1a5d",
        "SLH_DSA_SHA2_256F, 404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f42cffe64ddbd6731063752684df77c8b58c225dc6b491208916b654ea1393176, b07c8c3c5491141aac3ec6d15ffa8ed4fc75ef74158db1d1784f7b99ad87243e",
        "SLH_DSA_SHAKE_128S, 202122232425262728292a2b2c2d2e2f89fd81fdbb5b94129b14761bdc6bf682, 703411a6347f452995788a79657800443f5251a23d403d7a0232c8ebefa74900",
        "SLH_DSA_SHAKE_128F, 202122232425262728292a2b2c2d2e2fa90e4715b9a925c332801767fd786371, f710f5aa5143fcd85d4743b6f24919d244c02305886b39b78fac4c1de3de0734"
    })
    void everySlhDsaHasItsKnownAnswers(SignatureAlgorithm algorithm, String publicKey, String signatureHash) throws Exception {
        byte[] raw = new byte[algorithm.privateKeyBytes()];
        int seeds = raw.length / 4 * 3;
        for (int i = 0; i < seeds; i++) {
            raw[i] = (byte) i;
        }
        byte[] root = HexFormat.of().parseHex(publicKey.substring(publicKey.length() / 2));
        System.arraycopy(root, 0, raw, seeds, root.length);
        SignaturePublicKey key = SignaturePrivateKey.of(algorithm, raw).publicKey();
        byte[] signature = deterministic(algorithm, raw);

        assertThat(key.bytes()).asHexString().isEqualToIgnoringCase(publicKey);
        assertThat(Sha256.hash(signature)).asHexString().isEqualToIgnoringCase(signatureHash);
        new Verifier(key, SignatureSelfTest.CONTEXT).verify(SignatureSelfTest.MESSAGE, algorithm.tag(signature));
    }

    private static byte[] deterministic(SignatureAlgorithm algorithm, byte[] raw) {
        SLHDSASigner signer = new SLHDSASigner();
        signer.init(true, new SLHDSAPrivateKeyParameters(parameters(algorithm), raw));
        return signer.generateSignature(SignatureSelfTest.CONTEXT.bind(SignatureSelfTest.MESSAGE));
    }

    private static SLHDSAParameters parameters(SignatureAlgorithm algorithm) {
        return switch (algorithm) {
            case SLH_DSA_SHA2_128S -> SLHDSAParameters.sha2_128s;
            case SLH_DSA_SHA2_128F -> SLHDSAParameters.sha2_128f;
            case SLH_DSA_SHA2_192S -> SLHDSAParameters.sha2_192s;
            case SLH_DSA_SHA2_192F -> SLHDSAParameters.sha2_192f;
            case SLH_DSA_SHA2_256S -> SLHDSAParameters.sha2_256s;
            case SLH_DSA_SHA2_256F -> SLHDSAParameters.sha2_256f;
            case SLH_DSA_SHAKE_128S -> SLHDSAParameters.shake_128s;
            default -> SLHDSAParameters.shake_128f;
        };
    }

    /** What the self-test keeps of Falcon was made by the other implementation, from a seed that counts from 0. */
    @ParameterizedTest
    @EnumSource(names = {"FALCON_512", "FALCON_1024"})
    void aFalconKeyAndSignatureOfAnotherImplementationHold(SignatureAlgorithm algorithm) throws Exception {
        byte[] kept = kept(algorithm);
        byte[] seed = new byte[algorithm.privateKeyBytes()];
        for (int i = 0; i < seed.length; i++) {
            seed[i] = (byte) i;
        }
        SignaturePublicKey key = SignaturePublicKey.of(algorithm, Arrays.copyOf(kept, algorithm.publicKeyBytes()));
        assertThat(SignaturePrivateKey.of(algorithm, seed).publicKey()).as("of the same seed").isEqualTo(key);
        byte[] signature = algorithm.tag(Arrays.copyOfRange(kept, algorithm.publicKeyBytes(), kept.length));
        Verifier verifier = new Verifier(key, SignatureSelfTest.CONTEXT);
        verifier.verify(SignatureSelfTest.MESSAGE, signature);
        for (int position : new int[] {1, 20, 60, 300}) {
            byte[] changed = signature.clone();
            changed[position] ^= 1;
            assertThatExceptionOfType(SignatureRejectedException.class)
                    .isThrownBy(() -> verifier.verify(SignatureSelfTest.MESSAGE, changed));
        }
    }

    /** What the self-test keeps of ML-DSA is the deterministic signature of Bouncy Castle, of a seed that counts from 0. */
    @ParameterizedTest
    @EnumSource(names = {"ML_DSA_44", "ML_DSA_65", "ML_DSA_87"})
    void theKeptSignatureOfMlDsaIsThatOfAnotherImplementation(SignatureAlgorithm algorithm) throws Exception {
        byte[] seed = new byte[algorithm.privateKeyBytes()];
        for (int i = 0; i < seed.length; i++) {
            seed[i] = (byte) i;
        }
        var key = new MLDSAPrivateKeyParameters(
                switch (algorithm) {
                    case ML_DSA_44 -> MLDSAParameters.ml_dsa_44;
                    case ML_DSA_65 -> MLDSAParameters.ml_dsa_65;
                    default -> MLDSAParameters.ml_dsa_87;
                },
                seed);
        var signer = new MLDSASigner();
        signer.init(true, key);
        byte[] bound = SignatureSelfTest.CONTEXT.bind(SignatureSelfTest.MESSAGE);
        signer.update(bound, 0, bound.length);
        byte[] expected = Arrays.copyOf(key.getPublicKey(), algorithm.publicKeyBytes() + algorithm.signatureBytes());
        System.arraycopy(signer.generateSignature(), 0, expected, algorithm.publicKeyBytes(), algorithm.signatureBytes());
        assertThat(kept(algorithm)).isEqualTo(expected);
        assertThat(SignaturePrivateKey.of(algorithm, seed).publicKey().bytes()).isEqualTo(key.getPublicKey());
    }

    /** The check looks: with a changed key or signature it fails, as it would with a library that refuses a good one. */
    @Test
    void aKeptSignatureThatDoesNotHoldFailsTheSelfTest() throws Exception {
        for (SignatureAlgorithm algorithm : new SignatureAlgorithm[] {
            SignatureAlgorithm.FALCON_512, SignatureAlgorithm.SLH_DSA_SHA2_128S, SignatureAlgorithm.ML_DSA_65
        }) {
            byte[] kept = kept(algorithm);
            KnownSignature.check(algorithm, kept);
            for (int position : new int[] {20, algorithm.publicKeyBytes() + 60}) {
                byte[] changed = kept.clone();
                changed[position] ^= 1;
                assertThatExceptionOfType(CryptoBug.class)
                        .isThrownBy(() -> KnownSignature.check(algorithm, changed))
                        .withMessageContaining("refuses a good signature");
            }
        }
    }

    /** What is kept is a key and a signature and no byte more. */
    @Test
    void whatIsKeptHasItsExactLength() throws Exception {
        for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
            String name = algorithm.canonicalName();
            boolean slow = name.startsWith("Falcon") || (name.startsWith("SLH") && name.endsWith("s"));
            assertThat(KnownSignature.signsSlowly(algorithm)).as(name).isEqualTo(slow);
            boolean kept = slow || name.startsWith("ML-DSA");
            assertThat(KnownSignature.isKept(algorithm)).as(name).isEqualTo(kept);
            if (kept) {
                assertThat(kept(algorithm)).hasSize(algorithm.publicKeyBytes() + algorithm.signatureBytes());
            }
        }
    }

    private static byte[] kept(SignatureAlgorithm algorithm) throws Exception {
        try (var in = KnownSignature.class.getResourceAsStream(algorithm.canonicalName() + ".signature")) {
            return in.readAllBytes();
        }
    }
}
