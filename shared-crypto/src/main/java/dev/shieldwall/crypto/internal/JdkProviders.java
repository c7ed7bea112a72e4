package dev.shieldwall.crypto.internal;

import dev.shieldwall.crypto.CryptoBug;
import java.security.Provider;
import java.security.Security;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's own providers, asked for by object. Without that, a provider that somebody else puts in front for the whole
 * process would silently see our keys. What SunJCE itself looks up by name, the digest inside of an HMAC, stays open to
 * that; it answers to the self-test.
 */
public final class JdkProviders {

    /** Digests. */
    public static final Provider SUN = present("SUN");

    /** Ciphers and MACs. */
    public static final Provider SUN_JCE = present("SunJCE");

    private JdkProviders() {}

    private static Provider present(String name) {
        @Nullable Provider provider = Security.getProvider(name);
        if (provider == null) {
            throw new CryptoBug("this JDK has no provider " + name);
        }
        return provider;
    }
}
