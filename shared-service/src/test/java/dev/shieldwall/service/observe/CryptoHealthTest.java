package dev.shieldwall.service.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.crypto.selftest.CryptoReport;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

class CryptoHealthTest {

    @Test
    void aPrimitiveThatFailedItsSelfTestIsNamedAndTheProcessIsDown() {
        var tested = new TreeMap<>(Map.of("sha-256", "SUN"));
        Health well = CryptoHealth.of(new CryptoReport(tested, List.of("argon2id"), List.of()));
        assertThat(well.getStatus()).isEqualTo(Status.UP);
        Health ill = CryptoHealth.of(new CryptoReport(tested, List.of(), List.of("argon2id")));
        assertThat(ill.getStatus()).isEqualTo(Status.DOWN);
        assertThat(ill.getDetails()).containsEntry("failed", List.of("argon2id"));
    }
}
