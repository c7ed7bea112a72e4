package dev.shieldwall.model.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrincipalIdTest {

    @ParameterizedTest
    @ValueSource(strings = {
        "spiffe://mesh.example/service/trading-001", "spiffe://m/a", "spiffe://mesh_1-2.example/A/b.c/_d-e",
        "spiffe://mesh.example/...", "spiffe://mesh.example/.a", "spiffe://mesh.example/a..b/..c",
        "spiffe://mesh.example/0", "spiffe://1.2.3.4/a", "spiffe://..-_/a"
    })
    void idsWithAPathAreAccepted(String id) {
        assertThat(new PrincipalId(id)).hasToString(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "spiffe://", "spiffe:///a", "spiffe://mesh.example", "spiffe://mesh.example/", "spiffe://mesh.example/a/",
        "spiffe://mesh.example//a", "spiffe://mesh.example/a//b", "spiffe://mesh.example/.", "spiffe://mesh.example/..",
        "spiffe://mesh.example/./a", "spiffe://mesh.example/a/../b", "spiffe://mesh.example/a/..",
        "SPIFFE://mesh.example/a", "Spiffe://mesh.example/a", "spiffe:/mesh.example/a", "spiffe//mesh.example/a",
        "http://mesh.example/a", "spiffe://MESH.example/a", "spiffe://mesh.example:443/a", "spiffe://user@mesh/a",
        "spiffe://mesh.example/a?b", "spiffe://mesh.example/a#b", "spiffe://mesh.example/a%2fb",
        "spiffe://mesh.example/a b", "spiffe://mesh.example/a\n", "\nspiffe://mesh.example/a", " spiffe://mesh.example/a",
        "spiffe://mesh.example/a ", "spiffe://mesh.example/\u00e9", "spiffe://m\u00e9sh/a", "spiffe://mesh.example/\u0430",
        "spiffe://mesh.example/a\u0000", "spiffe://mesh.example/a\\b", "spiffe://[::1]/a", "spiffe://mesh.example/*"
    })
    void everythingElseIsRefused(String id) {
        assertThatIllegalArgumentException().isThrownBy(() -> new PrincipalId(id));
    }

    @Test
    void anIdHasAtMost255Characters() {
        String prefix = "spiffe://mesh.example/";
        assertThat(new PrincipalId(prefix + "a".repeat(255 - prefix.length())).value()).hasSize(255);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PrincipalId(prefix + "a".repeat(256 - prefix.length())));
    }

    @Test
    void aTrustDomainHasAtMost128Characters() {
        assertThat(new PrincipalId("spiffe://" + "d".repeat(128) + "/a").trustDomain()).hasSize(128);
        assertThatIllegalArgumentException().isThrownBy(() -> new PrincipalId("spiffe://" + "d".repeat(129) + "/a"));
    }

    @Test
    void noInputMakesTheCheckSlow() {
        String many = "spiffe://" + "a.-_".repeat(32) + "/a".repeat(60) + "!";
        String dots = "spiffe://a" + "/.a".repeat(80) + "/";
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            for (int i = 0; i < 1_000; i++) {
                assertThatIllegalArgumentException().isThrownBy(() -> new PrincipalId(many));
                assertThatIllegalArgumentException().isThrownBy(() -> new PrincipalId(dots));
            }
        });
    }

    @Test
    void theTrustDomainStandsBeforeThePath() {
        assertThat(new PrincipalId("spiffe://mesh.example/service/a").trustDomain()).isEqualTo("mesh.example");
    }
}
