package dev.shieldwall.crypto.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.function.Predicate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts a peer whose certificate holds a listed key. TLS itself proves that the peer owns the key. Names, dates and
 * issuers are not looked at; host names mean nothing for a self-signed certificate.
 */
final class PinnedTrust extends X509ExtendedTrustManager {

    private final Predicate<byte[]> allowed;

    PinnedTrust(Predicate<byte[]> allowed) {
        this.allowed = allowed;
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        if (chain.length != 1 || !allowed.test(TlsIdentity.spkiSha256(chain[0]))) {
            throw new CertificateException("the peer's key is not listed");
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
