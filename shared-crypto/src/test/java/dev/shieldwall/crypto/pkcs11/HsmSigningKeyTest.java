package dev.shieldwall.crypto.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.hash.Sha256;
import dev.shieldwall.crypto.keystore.KeyFiles;
import dev.shieldwall.crypto.keystore.Pem;
import dev.shieldwall.crypto.signature.Ed25519PrivateKey;
import dev.shieldwall.crypto.signature.Ed25519PublicKey;
import dev.shieldwall.crypto.signature.Ed25519Signer;
import dev.shieldwall.crypto.signature.SignatureAlgorithm;
import dev.shieldwall.crypto.signature.SignatureRejectedException;
import dev.shieldwall.crypto.signature.Signer;
import dev.shieldwall.crypto.signature.SigningContext;
import dev.shieldwall.crypto.signature.Verifier;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Keys in a real SoftHSM, against the software ones, Bouncy Castle, OpenSSL and OpenSC. */
class HsmSigningKeyTest {

    private static final SigningContext CONTEXT = SigningContext.of("shieldwall/test/v1");
    private static final SigningContext OTHER = SigningContext.of("shieldwall/test/v2");
    private static final byte[] MESSAGE = "a command".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private SoftHsm soft;
    private Pkcs11Library library;
    private HsmToken token;

    @BeforeEach
    void aToken() throws Exception {
        soft = SoftHsm.in(folder);
        library = Pkcs11Library.load(SoftHsm.module());
        token = SoftHsm.open(library);
    }

    @AfterEach
    void nothingIsLeftInitialized() {
        if (library != null) {
            library.close();
        }
    }

    /** What is signed, written out: length of the label, label, message. */
    private static byte[] bound(SigningContext context, byte[] message) {
        var bound = new ByteArrayOutputStream();
        byte[] label = context.toString().getBytes(StandardCharsets.US_ASCII);
        bound.write(label.length);
        bound.writeBytes(label);
        bound.writeBytes(message);
        return bound.toByteArray();
    }

    private static byte[] bare(byte[] signature) {
        return Arrays.copyOfRange(signature, 1, signature.length);
    }

    @ParameterizedTest
    @EnumSource(value = SignatureAlgorithm.class, names = {"ED25519", "ECDSA_P256"})
    void whatAKeyInATokenSignsVerifiesInItsContextAndInNoOther(SignatureAlgorithm algorithm) throws Exception {
        HsmSigningKey key = token.generateSigningKey("made-here", algorithm);
        byte[] signature = key.signer(CONTEXT).sign(MESSAGE);

        assertThat(signature).hasSize(65).startsWith(algorithm.id());
        new Verifier(key.publicKey(), CONTEXT).verify(MESSAGE, signature);
        assertThatThrownBy(() -> new Verifier(key.publicKey(), OTHER).verify(MESSAGE, signature))
                .isInstanceOf(SignatureRejectedException.class);
        assertThat(token.signingKey("made-here", algorithm).publicKey()).isEqualTo(key.publicKey());
    }

    @Test
    void theTokenSignsTheVeryBytesThatTheSoftwareSignerSigns() throws Exception {
        soft.run("openssl", "genpkey", "-algorithm", "ed25519", "-out", folder.resolve("key.pem").toString());
        soft.run("chmod", "600", folder.resolve("key.pem").toString());
        library.close();
        soft.run("softhsm2-util", "--import", folder.resolve("key.pem").toString(), "--token", SoftHsm.LABEL,
                "--label", "imported", "--id", "07", "--pin", SoftHsm.PIN);
        library = Pkcs11Library.load(SoftHsm.module());
        token = SoftHsm.open(library);
        HsmSigningKey key = token.signingKey("imported", SignatureAlgorithm.ED25519);
        byte[] note = "example.org/log\n12\n".getBytes(StandardCharsets.UTF_8);
        byte[] jws = "eyJhbGciOiJFZDI1NTE5In0.e30".getBytes(StandardCharsets.UTF_8);

        try (Ed25519PrivateKey software = KeyFiles.readPrivate(folder.resolve("key.pem"))) {
            var signer = new Ed25519Signer(software);
            assertThat(key.publicKey().bytes()).isEqualTo(software.publicKey().bytes());
            assertThat(bare(key.signer(CONTEXT).sign(MESSAGE))).isEqualTo(signer.sign(CONTEXT, MESSAGE));
            assertThat(bare(key.signer(CONTEXT).sign(new byte[0]))).isEqualTo(signer.sign(CONTEXT, new byte[0]));
            assertThat(bare(key.signer(SigningContext.JWS).sign(jws))).isEqualTo(signer.sign(SigningContext.JWS, jws));
            assertThat(bare(key.signer(SigningContext.SIGNED_NOTE).sign(note)))
                    .isEqualTo(signer.sign(SigningContext.SIGNED_NOTE, note));
        }
        assertThatThrownBy(() -> key.signer(SigningContext.JWS).sign(note)).isInstanceOf(CryptoBug.class);
    }

    @Test
    void bouncyCastleAndOpenSslVerifyEd25519() throws Exception {
        HsmSigningKey key = token.generateSigningKey("ed", SignatureAlgorithm.ED25519);
        byte[] signature = bare(key.signer(CONTEXT).sign(MESSAGE));
        byte[] signed = bound(CONTEXT, MESSAGE);

        var bouncy = new org.bouncycastle.crypto.signers.Ed25519Signer();
        bouncy.init(false, new Ed25519PublicKeyParameters(key.publicKey().bytes()));
        bouncy.update(signed, 0, signed.length);
        assertThat(bouncy.verifySignature(signature)).isTrue();

        Path pem = folder.resolve("public.pem");
        KeyFiles.writePublic(pem, Ed25519PublicKey.of(key.publicKey().bytes()));
        soft.run("openssl", "pkeyutl", "-verify", "-pubin", "-inkey", pem.toString(), "-rawin", "-in",
                file("signed", signed), "-sigfile", file("signature", signature));
    }

    @Test
    void bouncyCastleAndOpenSslVerifyEcdsa() throws Exception {
        HsmSigningKey key = token.generateSigningKey("p256", SignatureAlgorithm.ECDSA_P256);
        ECPublicKeyParameters publicKey = p256(key);
        for (int i = 0; i < 16; i++) {
            byte[] message = {(byte) i};
            byte[] signature = bare(key.signer(CONTEXT).sign(message));
            BigInteger r = new BigInteger(1, signature, 0, 32);
            BigInteger s = new BigInteger(1, signature, 32, 32);
            assertThat(s).as("the lower s").isLessThanOrEqualTo(publicKey.getParameters().getN().shiftRight(1));
            assertThat(verifies(publicKey, bound(CONTEXT, message), r, s)).isTrue();
            if (i == 0) {
                byte[] der = StandardDSAEncoding.INSTANCE.encode(publicKey.getParameters().getN(), r, s);
                soft.run("openssl", "dgst", "-sha256", "-verify", file("public.pem", pem(publicKey)), "-signature",
                        file("signature", der), file("signed", bound(CONTEXT, message)));
            }
        }
    }

    private static ECPublicKeyParameters p256(HsmSigningKey key) {
        var curve = CustomNamedCurves.getByName("secp256r1");
        return new ECPublicKeyParameters(
                curve.getCurve().decodePoint(key.publicKey().bytes()), new ECDomainParameters(curve));
    }

    private static boolean verifies(ECPublicKeyParameters key, byte[] signed, BigInteger r, BigInteger s) {
        var bouncy = new ECDSASigner();
        bouncy.init(false, key);
        return bouncy.verifySignature(Sha256.hash(signed), r, s);
    }

    private static byte[] pem(ECPublicKeyParameters key) throws IOException {
        return Pem.encode("PUBLIC KEY", SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(key).getEncoded());
    }

    private String file(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content).toString();
    }

    @Test
    void keysThatOpenScMadeAreUsed() throws Exception {
        library.close();
        soft.tool("--keypairgen", "--key-type", "EC:edwards25519", "--label", "theirs-ed", "--id", "01");
        soft.tool("--keypairgen", "--key-type", "EC:prime256v1", "--label", "theirs-p256", "--id", "02");
        library = Pkcs11Library.load(SoftHsm.module());
        token = SoftHsm.open(library);

        HsmSigningKey ed = token.signingKey("theirs-ed", SignatureAlgorithm.ED25519);
        new Verifier(ed.publicKey(), CONTEXT).verify(MESSAGE, ed.signer(CONTEXT).sign(MESSAGE));
        HsmSigningKey p256 = token.signingKey("theirs-p256", SignatureAlgorithm.ECDSA_P256);
        new Verifier(p256.publicKey(), CONTEXT).verify(MESSAGE, p256.signer(CONTEXT).sign(MESSAGE));
        assertThatThrownBy(() -> token.signingKey("theirs-ed", SignatureAlgorithm.ECDSA_P256))
                .hasMessageContaining("there is no public key of this label and type");
    }

    /** OpenSC 0.23 cannot sign with Ed25519: it asks for C_SignUpdate, which CKM_EDDSA does not have. */
    @Test
    void keysThatWeMadeAreUsedByOpenSc() throws Exception {
        HsmSigningKey key = token.generateSigningKey("ours-p256", SignatureAlgorithm.ECDSA_P256);
        token.generateSigningKey("ours-ed", SignatureAlgorithm.ED25519);
        library.close();

        Path out = folder.resolve("theirs");
        soft.tool("--sign", "--mechanism", "ECDSA", "--id",
                HexFormat.of().formatHex("ours-p256".getBytes(StandardCharsets.US_ASCII)),
                "--input-file", file("hash", Sha256.hash(MESSAGE)), "--output-file", out.toString());
        byte[] signature = Files.readAllBytes(out);
        assertThat(verifies(p256(key), MESSAGE, new BigInteger(1, signature, 0, 32), new BigInteger(1, signature, 32, 32)))
                .isTrue();
        String listed = soft.tool("--list-objects", "--type", "privkey");
        assertThat(listed.lines().filter(line -> line.contains("label:")))
                .hasSize(2)
                .anyMatch(line -> line.contains("ours-p256"))
                .anyMatch(line -> line.contains("ours-ed"));
        assertThat(listed.lines().filter(line -> line.contains("Usage:"))).hasSize(2).allMatch(line -> line.endsWith(" sign"));
        assertThat(listed.lines().filter(line -> line.contains("Access:")))
                .hasSize(2)
                .allMatch(line -> line.contains("sensitive, always sensitive, never extractable, local"));
    }

    @Test
    void aKeyThatCouldLeaveTheTokenIsRefused() throws Exception {
        library.close();
        soft.tool("--keypairgen", "--key-type", "EC:prime256v1", "--label", "loose", "--extractable");
        library = Pkcs11Library.load(SoftHsm.module());
        token = SoftHsm.open(library);
        assertThatThrownBy(() -> token.signingKey("loose", SignatureAlgorithm.ECDSA_P256))
                .isInstanceOfSatisfying(Pkcs11Exception.class, e -> assertThat(e.state()).isEqualTo(TokenState.REFUSED))
                .hasMessageContaining("wrong CKA_EXTRACTABLE");
    }

    @Test
    void aLabelIsGivenOnceAndAnAmbiguousOneIsRefused() throws Exception {
        token.generateSigningKey("k", SignatureAlgorithm.ED25519);
        assertThatThrownBy(() -> token.generateSigningKey("k", SignatureAlgorithm.ECDSA_P256))
                .hasMessageContaining("the label 'k' is taken");
        library.close();
        soft.tool("--keypairgen", "--key-type", "EC:edwards25519", "--label", "k", "--id", "09");
        library = Pkcs11Library.load(SoftHsm.module());
        token = SoftHsm.open(library);
        assertThatThrownBy(() -> token.signingKey("k", SignatureAlgorithm.ED25519))
                .hasMessageContaining("there are 2 keys, or more, where one public key should be");
        assertThatThrownBy(() -> token.signingKey("absent", SignatureAlgorithm.ED25519))
                .hasMessageContaining("there is no public key of this label and type");
    }

    @Test
    void labelsOfKeysAreBoundedOnBothSides() {
        String longest = "k".repeat(KeyTemplates.LONGEST_LABEL);
        token.generateSigningKey("k", SignatureAlgorithm.ED25519);
        token.generateSigningKey(longest, SignatureAlgorithm.ED25519);
        for (String label : List.of("", longest + "k", "two words", "é")) {
            assertThatThrownBy(() -> token.generateSigningKey(label, SignatureAlgorithm.ED25519))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> token.signingKey(label, SignatureAlgorithm.ED25519))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void messagesAreBoundedOnBothSides() throws Exception {
        HsmSigningKey key = token.generateSigningKey("k", SignatureAlgorithm.ED25519);
        int prefix = bound(CONTEXT, new byte[0]).length;
        byte[] longest = new byte[HsmSigningKey.MOST_SIGNED_BYTES - prefix];
        new Verifier(key.publicKey(), CONTEXT).verify(longest, key.signer(CONTEXT).sign(longest));
        assertThatThrownBy(() -> key.signer(CONTEXT).sign(new byte[longest.length + 1]))
                .hasMessage("a token is asked to sign at most 1048576 bytes");
    }

    @Test
    void otherAlgorithmsAreNotAskedForOfATokenAtAll() {
        assertThatThrownBy(() -> token.generateSigningKey("k", SignatureAlgorithm.ML_DSA_65))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void manyThreadsSignAtOnce() throws Exception {
        Signer ed = token.generateSigningKey("ed", SignatureAlgorithm.ED25519).signer(CONTEXT);
        Signer p256 = token.generateSigningKey("p256", SignatureAlgorithm.ECDSA_P256).signer(CONTEXT);
        var answers = new ArrayList<Future<?>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 400; i++) {
                Signer signer = i % 2 == 0 ? ed : p256;
                byte[] message = {(byte) i, (byte) (i >> 8)};
                answers.add(threads.submit(() -> {
                    new Verifier(signer.publicKey(), CONTEXT).verify(message, signer.sign(message));
                    return message;
                }));
            }
            for (Future<?> answer : answers) {
                answer.get();
            }
        }
    }

    @Test
    void nothingSignsAfterTheTokenIsClosed() {
        Signer signer = token.generateSigningKey("k", SignatureAlgorithm.ED25519).signer(CONTEXT);
        token.close();
        token.close();
        assertThatThrownBy(() -> signer.sign(MESSAGE)).hasMessage("token 'shieldwall test' was closed");
    }

    /** Every call ends with a signature or a clear refusal; nothing is called in a module that was finalized. */
    @Test
    void closingUnderManyThreadsEndsEveryCall() throws Exception {
        HsmSigningKey key = token.generateSigningKey("k", SignatureAlgorithm.ED25519);
        Signer signer = key.signer(CONTEXT);
        var answers = new ArrayList<Future<Boolean>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 300; i++) {
                answers.add(threads.submit(() -> signed(signer)));
            }
            answers.getFirst().get();
            library.close();
            for (Future<Boolean> answer : answers) {
                answer.get();
            }
        }
        assertThat(signed(signer)).isFalse();
    }

    private static boolean signed(Signer signer) throws SignatureRejectedException {
        byte[] signature;
        try {
            signature = signer.sign(MESSAGE);
        } catch (Pkcs11Exception e) {
            assertThat(e).hasMessage("token 'shieldwall test' was closed");
            return false;
        }
        new Verifier(signer.publicKey(), CONTEXT).verify(MESSAGE, signature);
        return true;
    }
}
