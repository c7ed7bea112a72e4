package dev.shieldwall.service;

import dev.shieldwall.crypto.selftest.CryptoSelfTest;
import org.springframework.boot.context.event.ApplicationStartingEvent;
import org.springframework.context.ApplicationListener;

/** Tests the cryptography before anything else happens; if an answer is wrong, no application starts. */
public final class CryptoAtStart implements ApplicationListener<ApplicationStartingEvent> {

    @Override
    public void onApplicationEvent(ApplicationStartingEvent event) {
        CryptoSelfTest.atStart();
    }
}
