package dev.shieldwall.crypto.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.shieldwall.crypto.CryptoBug;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyFactorySpi;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.SignatureSpi;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.util.List;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;

class SelectedBackendTest {

    private final List<SignatureBackend> backends = SelectedBackend.present();

    @Test
    void everyBackendGivesTheAnswerOfTheRule() {
        assertThat(backends).extracting(SignatureBackend::name).containsExactly("accp", "conscrypt", "bouncy-castle");
        assertThat(SelfTest.all()).filteredOn(SelfTest.Case::valid).hasSize(2);
        assertThat(SelfTest.all()).filteredOn(c -> !c.valid()).hasSizeGreaterThan(90);
        for (SignatureBackend backend : backends) {
            for (SelfTest.Case c : SelfTest.all()) {
                assertThat(SelfTest.accepts(backend, c)).as(backend.name() + ": " + c.name()).isEqualTo(c.valid());
            }
            SelfTest.run(backend);
        }
    }

    /** The library by itself uses the cofactor, so it accepts what the others reject. */
    @Test
    void bareBouncyCastleIsRefused() {
        assertThatExceptionOfType(CryptoBug.class)
                .isThrownBy(() -> SelfTest.run(new JcaBackend("bare", new BouncyCastleProvider())))
                .withMessageContaining("bare breaks the Ed25519 rule")
                .withMessageContaining("R of mixed order")
                .withMessageContaining("refusing to start");
    }

    @Test
    void aLibraryThatAcceptsEverythingIsRefused() {
        assertThatExceptionOfType(CryptoBug.class)
                .isThrownBy(() -> SelfTest.run(new JcaBackend("lax", new LaxProvider())))
                .withMessageContaining("lax breaks the Ed25519 rule")
                .withMessageContaining("must be rejected");
    }

    @Test
    void theFirstBackendPresentIsChosenUnlessOneIsRequired() {
        assertThat(Ed25519Verifier.backendName()).isEqualTo("accp");
        assertThat(SelectedBackend.choose(backends.subList(1, 3), null).name()).isEqualTo("conscrypt");
        assertThat(SelectedBackend.choose(backends, "bouncy-castle").name()).isEqualTo("bouncy-castle");
    }

    @Test
    void aRequiredBackendThatIsMissingStopsTheStart() {
        assertThatExceptionOfType(CryptoBug.class)
                .isThrownBy(() -> SelectedBackend.choose(backends.subList(2, 3), "accp"))
                .withMessage("the required signature backend 'accp' is not present; present: [bouncy-castle]");
    }

    @Test
    void noProviderIsInstalledForTheWholeProcess() {
        assertThat(Ed25519Verifier.backendName()).isNotEmpty();
        assertThat(Security.getProviders())
                .extracting(Provider::getName)
                .doesNotContain("AmazonCorrettoCryptoProvider", "Conscrypt", "BC");
    }

    private static final class LaxProvider extends Provider {

        private static final long serialVersionUID = 1L;

        LaxProvider() {
            super("lax", "1", "accepts every signature");
            put("Signature.Ed25519", LaxSignature.class.getName());
            put("KeyFactory.Ed25519", LaxKeys.class.getName());
        }
    }

    /** Public, because the JDK makes it by reflection. */
    public static final class LaxKeys extends KeyFactorySpi {

        @Override
        protected PublicKey engineGeneratePublic(KeySpec spec)
                throws InvalidKeySpecException {
            try {
                return KeyFactory.getInstance("Ed25519", "SunEC").generatePublic(spec);
            } catch (NoSuchAlgorithmException | NoSuchProviderException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        protected PrivateKey engineGeneratePrivate(KeySpec spec) {
            throw new AssertionError();
        }

        @Override
        protected <T extends KeySpec> T engineGetKeySpec(Key key, Class<T> spec) {
            throw new AssertionError();
        }

        @Override
        protected Key engineTranslateKey(Key key) {
            throw new AssertionError();
        }
    }

    /** Public, because the JDK makes it by reflection. */
    public static final class LaxSignature extends SignatureSpi {

        @Override
        protected void engineInitVerify(PublicKey key) {}

        @Override
        protected void engineInitSign(PrivateKey key) {}

        @Override
        protected void engineUpdate(byte b) {}

        @Override
        protected void engineUpdate(byte[] bytes, int offset, int length) {}

        @Override
        protected byte[] engineSign() {
            throw new AssertionError();
        }

        @Override
        protected boolean engineVerify(byte[] signature) {
            return true;
        }

        @Override
        @Deprecated
        protected void engineSetParameter(String name, Object value) {
            throw new AssertionError();
        }

        @Override
        @Deprecated
        protected Object engineGetParameter(String name) {
            throw new AssertionError();
        }
    }
}
