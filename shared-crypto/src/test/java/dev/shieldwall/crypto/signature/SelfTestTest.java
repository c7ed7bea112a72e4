package dev.shieldwall.crypto.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SelfTestTest {

    private final List<SignatureBackend> backends = SelectedBackend.present();

    @Test
    void everyBackendGivesTheAnswerOfTheRule() {
        assertThat(backends).extracting(SignatureBackend::name).containsExactly("accp", "conscrypt", "bouncy-castle");
        for (SignatureBackend backend : backends) {
            for (SelfTest.Case c : SelfTest.all()) {
                assertThat(SelfTest.accepts(backend, c)).as(backend.name() + ": " + c.name()).isEqualTo(c.valid());
            }
            SelfTest.run(backend);
        }
    }
}
