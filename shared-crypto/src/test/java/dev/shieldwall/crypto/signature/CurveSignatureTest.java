package dev.shieldwall.crypto.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.SecretAccess;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.crypto.digests.SHAKEDigest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.Test;

/** The edges of Ed448 and ECDSA. */
class CurveSignatureTest {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final HexFormat HEX = HexFormat.of();
    private static final SigningContext CONTEXT = SigningContext.of("shieldwall/test/v1");
    private static final byte[] MESSAGE = "a message".getBytes(StandardCharsets.US_ASCII);
    private static final BigInteger N = CustomNamedCurves.getByName("secp256r1").getN();
    private static final BigInteger ED448_ORDER = BigInteger.TWO.pow(446)
            .subtract(new BigInteger("13818066809895115352007386748515426880336692474882178609894547503885"));

    /** The key of RFC 8032 section 7.4, "blank". */
    @Test
    void ed448DerivesTheKeyOfRfc8032() throws Exception {
        byte[] seed = HEX.parseHex("6c82a562cb808d10d632be89c8513ebf6c929f34ddfa8c9f63c9960ef6e348a3"
                + "528c8a3fcc2f044e39a3fc5b94492f8f032e7549a20098f95b");
        assertThat(HEX.formatHex(SignaturePrivateKey.of(SignatureAlgorithm.ED448, seed).publicKey().bytes()))
                .isEqualTo("5fd7449b59b461fd2ce787ec616ad46a1da1342485a70e1f8a0ea75d80e96778"
                        + "edf124769b46c7061bd6783df1e50f6cd1fa1abeafe8256180");
    }

    @Test
    void theJdkVerifiesWhatEd448Signs() throws Exception {
        SignaturePrivateKey key = SignaturePrivateKey.generate(SignatureAlgorithm.ED448, RANDOM);
        byte[] spki = HEX.parseHex("3043300506032b6571033a00" + HEX.formatHex(key.publicKey().bytes()));
        Signature jdk = Signature.getInstance("Ed448", "SunEC");
        jdk.initVerify(KeyFactory.getInstance("Ed448", "SunEC").generatePublic(new X509EncodedKeySpec(spki)));
        jdk.update(CONTEXT.bind(MESSAGE));
        byte[] signature = new Signer(key, CONTEXT).sign(MESSAGE);
        assertThat(jdk.verify(Arrays.copyOfRange(signature, 1, signature.length))).isTrue();
    }

    /** The holder of the key can make such a signature; with it one message would have two. */
    @Test
    void ed448RefusesANonceOfSmallOrder() {
        byte[] seed = new byte[57];
        RANDOM.nextBytes(seed);
        byte[] half = shake(seed);
        half[0] &= (byte) 0xfc;
        half[55] |= (byte) 0x80;
        half[56] = 0;
        BigInteger secret = littleEndian(Arrays.copyOf(half, 57));
        byte[] identity = new byte[57];
        identity[0] = 1;
        byte[] key = assertKey(seed);
        byte[] dom4 = "SigEd448\0\0".getBytes(StandardCharsets.US_ASCII);
        BigInteger challenge = littleEndian(shake(dom4, identity, key, CONTEXT.bind(MESSAGE))).mod(ED448_ORDER);
        byte[] s = bytes(challenge.multiply(secret).mod(ED448_ORDER));
        byte[] signature = join(new byte[] {SignatureAlgorithm.ED448.id()}, identity, s);
        assertThat(org.bouncycastle.math.ec.rfc8032.Ed448.verify(
                        join(identity, s), 0, key, 0, new byte[0], CONTEXT.bind(MESSAGE), 0, CONTEXT.bind(MESSAGE).length))
                .as("the bare library accepts it, so the case is made right")
                .isTrue();
        assertThatExceptionOfType(SignatureRejectedException.class)
                .isThrownBy(() -> new Verifier(SignaturePublicKey.of(SignatureAlgorithm.ED448, key), CONTEXT)
                        .verify(MESSAGE, signature));
    }

    private static byte[] assertKey(byte[] seed) {
        try {
            return SignaturePrivateKey.of(SignatureAlgorithm.ED448, seed).publicKey().bytes();
        } catch (KeyRejectedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void ed448RefusesKeysOfSmallOrder() {
        byte[] identity = new byte[57];
        identity[0] = 1;
        assertThatExceptionOfType(KeyRejectedException.class)
                .isThrownBy(() -> SignaturePublicKey.of(SignatureAlgorithm.ED448, identity));
        assertThatExceptionOfType(KeyRejectedException.class)
                .isThrownBy(() -> SignaturePublicKey.of(SignatureAlgorithm.ED448, new byte[57]));
    }

    @Test
    void ecdsaLibrariesVerifyEachOther() throws Exception {
        List<EcdsaP256Scheme> backends = EcdsaP256Scheme.present();
        assertThat(backends).extracting(EcdsaP256Scheme::backend).containsExactly("accp", "bouncy-castle");
        assertThat(EcdsaP256Scheme.selected().backend()).isEqualTo("accp");
        byte[] raw = backends.getFirst().drawPrivateKey(RANDOM);
        for (EcdsaP256Scheme signs : backends) {
            for (EcdsaP256Scheme verifies : backends) {
                byte[] key = signs.privateKey(raw).publicKey();
                assertThat(key).isEqualTo(verifies.privateKey(raw).publicKey());
                byte[] signature = signs.privateKey(raw).sign(CONTEXT, MESSAGE);
                assertThat(verifies.publicKey(key).accepts(CONTEXT, MESSAGE, signature)).isTrue();
                signature[5] ^= 1;
                assertThat(verifies.publicKey(key).accepts(CONTEXT, MESSAGE, signature)).isFalse();
            }
        }
    }

    /** The equation holds for n - s as well; only our rule refuses it. */
    @Test
    void ecdsaAcceptsTheLowerSOnly() throws Exception {
        for (EcdsaP256Scheme backend : EcdsaP256Scheme.present()) {
            SignaturePrivateKey key = SignaturePrivateKey.generate(SignatureAlgorithm.ECDSA_P256, RANDOM, backend);
            Verifier verifier = new Verifier(key.publicKey(), CONTEXT);
            for (int i = 0; i < 20; i++) {
                byte[] message = {(byte) i};
                byte[] signature = new Signer(key, CONTEXT).sign(message);
                BigInteger s = new BigInteger(1, signature, 33, 32);
                assertThat(s).isLessThanOrEqualTo(N.shiftRight(1));
                verifier.verify(message, signature);
                byte[] other = join(Arrays.copyOf(signature, 33), BigIntegers.asUnsignedByteArray(32, N.subtract(s)));
                assertThatExceptionOfType(SignatureRejectedException.class)
                        .isThrownBy(() -> verifier.verify(message, other));
            }
        }
    }

    @Test
    void ecdsaRefusesNumbersOutOfRange() {
        SignaturePrivateKey key = SignaturePrivateKey.generate(SignatureAlgorithm.ECDSA_P256, RANDOM);
        Verifier verifier = new Verifier(key.publicKey(), CONTEXT);
        byte[] one = BigIntegers.asUnsignedByteArray(32, BigInteger.ONE);
        byte[] order = BigIntegers.asUnsignedByteArray(32, N);
        byte[] id = {SignatureAlgorithm.ECDSA_P256.id()};
        for (byte[][] pair : new byte[][][] {{new byte[32], one}, {one, new byte[32]}, {order, one}, {one, order}}) {
            assertThatExceptionOfType(SignatureRejectedException.class)
                    .isThrownBy(() -> verifier.verify(MESSAGE, join(id, pair[0], pair[1])));
        }
    }

    @Test
    void aP256PrivateKeyIsBetweenZeroAndTheOrder() throws Exception {
        SignatureAlgorithm p256 = SignatureAlgorithm.ECDSA_P256;
        for (BigInteger wrong : List.of(BigInteger.ZERO, N, N.add(BigInteger.ONE))) {
            assertThatExceptionOfType(KeyRejectedException.class)
                    .isThrownBy(() -> SignaturePrivateKey.of(p256, BigIntegers.asUnsignedByteArray(32, wrong)));
        }
        for (BigInteger edge : List.of(BigInteger.ONE, N.subtract(BigInteger.ONE))) {
            byte[] raw = BigIntegers.asUnsignedByteArray(32, edge);
            SignaturePrivateKey key = SignaturePrivateKey.of(p256, raw);
            new Verifier(key.publicKey(), CONTEXT).verify(MESSAGE, new Signer(key, CONTEXT).sign(MESSAGE));
            assertThat(key.encode(SecretAccess.granted())).endsWith(raw);
        }
    }

    /** Only 02 and 03 with a reduced x on the curve: each key has one form. */
    @Test
    void aP256PublicKeyHasOneForm() throws Exception {
        SignatureAlgorithm p256 = SignatureAlgorithm.ECDSA_P256;
        byte[] good = SignaturePrivateKey.generate(p256, RANDOM).publicKey().bytes();
        for (int first : new int[] {0, 1, 4, 5, 6, 7, 255}) {
            byte[] changed = good.clone();
            changed[0] = (byte) first;
            assertThatExceptionOfType(KeyRejectedException.class).isThrownBy(() -> SignaturePublicKey.of(p256, changed));
        }
        ECCurve curve = CustomNamedCurves.getByName("secp256r1").getCurve();
        BigInteger p = curve.getField().getCharacteristic();
        int on = 0;
        int off = 0;
        for (int x = 0; x < 40; x++) {
            byte[] reduced = join(new byte[] {2}, BigIntegers.asUnsignedByteArray(32, BigInteger.valueOf(x)));
            byte[] raised = join(new byte[] {2}, BigIntegers.asUnsignedByteArray(32, p.add(BigInteger.valueOf(x))));
            assertThatExceptionOfType(KeyRejectedException.class).isThrownBy(() -> SignaturePublicKey.of(p256, raised));
            if (accepts(reduced)) {
                on++;
            } else {
                off++;
            }
        }
        assertThat(on).isBetween(10, 30);
        assertThat(off).isBetween(10, 30);
    }

    private static boolean accepts(byte[] compressed) {
        try {
            return Arrays.equals(SignaturePublicKey.of(SignatureAlgorithm.ECDSA_P256, compressed).bytes(), compressed);
        } catch (KeyRejectedException e) {
            return false;
        }
    }

    @Test
    void theSelfTestStopsALibraryThatAcceptsEverything() {
        EcdsaP256Scheme lax = new EcdsaP256Scheme("lax", new LaxProvider("Lax"), "Lax");
        assertThatExceptionOfType(CryptoBug.class)
                .isThrownBy(() -> SignatureSelfTest.run(SignatureAlgorithm.ECDSA_P256, lax, RANDOM))
                .withMessageContaining("accepts another context");
    }

    private static byte[] shake(byte[]... parts) {
        SHAKEDigest shake = new SHAKEDigest(256);
        for (byte[] part : parts) {
            shake.update(part, 0, part.length);
        }
        byte[] out = new byte[114];
        shake.doFinal(out, 0, out.length);
        return out;
    }

    private static BigInteger littleEndian(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return new BigInteger(1, reversed);
    }

    private static byte[] bytes(BigInteger value) {
        byte[] encoded = new byte[57];
        for (int i = 0; i < encoded.length; i++) {
            encoded[i] = value.shiftRight(8 * i).byteValue();
        }
        return encoded;
    }

    private static byte[] join(byte[]... parts) {
        byte[] joined = new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
        int offset = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, joined, offset, part.length);
            offset += part.length;
        }
        return joined;
    }
}
