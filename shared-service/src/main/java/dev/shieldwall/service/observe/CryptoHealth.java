package dev.shieldwall.service.observe;

import dev.shieldwall.crypto.selftest.CryptoReport;
import dev.shieldwall.crypto.selftest.CryptoSelfTest;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Which library computes each primitive that has been tested, and what has not been used. Down if one answered wrongly. */
public final class CryptoHealth implements HealthIndicator {

    @Override
    public Health health() {
        return of(CryptoSelfTest.report());
    }

    static Health of(CryptoReport report) {
        return (report.failed().isEmpty() ? Health.up() : Health.down())
                .withDetail("tested", report.tested())
                .withDetail("notUsedYet", report.notUsedYet())
                .withDetail("failed", report.failed())
                .build();
    }
}
