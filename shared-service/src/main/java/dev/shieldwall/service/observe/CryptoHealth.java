package dev.shieldwall.service.observe;

import dev.shieldwall.crypto.selftest.CryptoReport;
import dev.shieldwall.crypto.selftest.CryptoSelfTest;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Which library computes each primitive that has been tested, and what has not been used. Never down: see the start. */
public final class CryptoHealth implements HealthIndicator {

    @Override
    public Health health() {
        CryptoReport report = CryptoSelfTest.report();
        return Health.up()
                .withDetail("tested", report.tested())
                .withDetail("notUsedYet", report.notUsedYet())
                .build();
    }
}
