package dev.shieldwall.crypto.signature;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.Provider;
import java.util.Optional;

/** The one place that loads ACCP, because how it is loaded decides what it offers. */
final class Accp {

    private Accp() {}

    /** Empty where its native library does not load. Never installed for the whole process. */
    static Optional<Provider> provider() {
        // Without it ACCP has no KeyFactory for Ed25519. Read once, when its class loads, which is the next line.
        System.setProperty("com.amazon.corretto.crypto.provider.registerEdKeyFactory", "true");
        AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
        return provider.getLoadingError() == null ? Optional.of(provider) : Optional.empty();
    }
}
