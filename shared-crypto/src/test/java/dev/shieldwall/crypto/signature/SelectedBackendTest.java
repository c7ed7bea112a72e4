package dev.shieldwall.crypto.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.shieldwall.crypto.CryptoBug;
import java.security.Provider;
import java.security.Security;
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
                .isThrownBy(() -> SelfTest.run(new JcaBackend("lax", new LaxProvider("Ed25519"))))
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
}
