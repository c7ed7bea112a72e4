package dev.shieldwall.crypto.tls;

import dev.shieldwall.crypto.ConstantTime;
import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.hash.Sha256;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;

/**
 * TLS 1.3 with certificates on both sides, where each side accepts exactly the keys it knows.
 *
 * <p>Guarantee, for connections made by the returned context with its default parameters: both ends own a listed key;
 * the list is asked anew for every connection, because sessions are never resumed. Not guaranteed: anything about
 * connections that were open when a key left the list; whoever changes the list closes those.
 */
public final class PinnedTls {

    /** Above the seven days that RFC 8446 section 4.6.1 allows a ticket, so the JDK hands out none. */
    private static final int NO_TICKETS_SECONDS = 7 * 24 * 60 * 60 + 1;

    private PinnedTls() {}

    /**
     * Makes a context for clients and servers. Sockets and engines speak TLS 1.3 only and, as servers, demand a client
     * certificate. A server that sets its own {@code SSLParameters} must keep {@code needClientAuth}.
     *
     * @param allowedSpkiSha256 asked in every handshake with the SHA-256 of the peer's SubjectPublicKeyInfo; may change
     *     its answers over time; must be thread-safe and must not block
     */
    public static SSLContext sslContext(TlsIdentity own, Predicate<byte[]> allowedSpkiSha256) {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(keyManagers(own), new TrustManager[] {new PinnedTrust(allowedSpkiSha256)}, null);
            context.getServerSessionContext().setSessionTimeout(NO_TICKETS_SECONDS);
            return new StrictSslContext(context);
        } catch (GeneralSecurityException e) {
            throw new CryptoBug("the JDK cannot make a TLS 1.3 context", e);
        }
    }

    /** A fixed list of allowed keys: SHA-256 hashes of 32 bytes. */
    public static Predicate<byte[]> anyOf(Collection<byte[]> spkiSha256) {
        List<byte[]> pins = spkiSha256.stream().map(byte[]::clone).toList();
        if (pins.stream().anyMatch(pin -> pin.length != Sha256.BYTES)) {
            throw new IllegalArgumentException("a pin has " + Sha256.BYTES + " bytes");
        }
        return candidate -> pins.stream().anyMatch(pin -> ConstantTime.equals(pin, candidate));
    }

    /** The key hash of the peer of an open connection; empty if the peer showed no certificate. */
    public static Optional<byte[]> peerSpkiSha256(SSLSession session) {
        try {
            Certificate[] chain = session.getPeerCertificates();
            return chain[0] instanceof X509Certificate certificate
                    ? Optional.of(TlsIdentity.spkiSha256(certificate))
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }

    private static KeyManager[] keyManagers(TlsIdentity own) throws GeneralSecurityException {
        char[] noPassword = new char[0]; // the store lives in memory only, for the length of this call
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, noPassword);
            store.setKeyEntry("own", own.privateKey(), noPassword, new Certificate[] {own.certificate()});
            KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
            factory.init(store, noPassword);
            return factory.getKeyManagers();
        } catch (IOException e) {
            throw new CryptoBug("a key store in memory cannot fail to load", e);
        }
    }
}
