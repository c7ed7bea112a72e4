package dev.shieldwall.crypto.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.KeyManagementException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * A context whose engines and sockets start strict. The JDK's "TLSv1.3" context still offers TLS 1.2 and lets servers
 * go without client certificates unless each caller remembers to forbid both.
 */
final class StrictSslContext extends SSLContext {

    StrictSslContext(SSLContext jdk) {
        super(new Spi(jdk), jdk.getProvider(), jdk.getProtocol());
    }

    private static SSLParameters strict(SSLParameters parameters) {
        parameters.setProtocols(new String[] {"TLSv1.3"});
        parameters.setNeedClientAuth(true);
        return parameters;
    }

    private static final class Spi extends SSLContextSpi {

        private final SSLContext jdk;

        Spi(SSLContext jdk) {
            this.jdk = jdk;
        }

        @Override
        protected void engineInit(KeyManager @Nullable [] keys, TrustManager @Nullable [] trust, @Nullable SecureRandom random)
                throws KeyManagementException {
            throw new KeyManagementException("a pinned context is made ready and cannot be changed");
        }

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            return new StrictSockets(jdk.getSocketFactory());
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            return new StrictServerSockets(jdk.getServerSocketFactory());
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            return strictEngine(jdk.createSSLEngine());
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            return strictEngine(jdk.createSSLEngine(host, port));
        }

        private static SSLEngine strictEngine(SSLEngine engine) {
            engine.setSSLParameters(strict(engine.getSSLParameters()));
            return engine;
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            return jdk.getServerSessionContext();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            return jdk.getClientSessionContext();
        }

        @Override
        protected SSLParameters engineGetDefaultSSLParameters() {
            return strict(jdk.getDefaultSSLParameters());
        }

        @Override
        protected SSLParameters engineGetSupportedSSLParameters() {
            return strict(jdk.getSupportedSSLParameters());
        }
    }

    private static final class StrictSockets extends SSLSocketFactory {

        private final SSLSocketFactory jdk;

        StrictSockets(SSLSocketFactory jdk) {
            this.jdk = jdk;
        }

        private static Socket strictSocket(Socket socket) {
            SSLSocket tls = (SSLSocket) socket;
            tls.setSSLParameters(strict(tls.getSSLParameters()));
            return tls;
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return jdk.getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return jdk.getSupportedCipherSuites();
        }

        @Override
        public Socket createSocket() throws IOException {
            return strictSocket(jdk.createSocket());
        }

        @Override
        public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
            return strictSocket(jdk.createSocket(socket, host, port, autoClose));
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return strictSocket(jdk.createSocket(host, port));
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
            return strictSocket(jdk.createSocket(host, port, local, localPort));
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return strictSocket(jdk.createSocket(host, port));
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
            return strictSocket(jdk.createSocket(host, port, local, localPort));
        }
    }

    private static final class StrictServerSockets extends SSLServerSocketFactory {

        private final SSLServerSocketFactory jdk;

        StrictServerSockets(SSLServerSocketFactory jdk) {
            this.jdk = jdk;
        }

        private static ServerSocket strictServer(ServerSocket socket) {
            SSLServerSocket tls = (SSLServerSocket) socket;
            tls.setSSLParameters(strict(tls.getSSLParameters()));
            return tls;
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return jdk.getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return jdk.getSupportedCipherSuites();
        }

        @Override
        public ServerSocket createServerSocket() throws IOException {
            return strictServer(jdk.createServerSocket());
        }

        @Override
        public ServerSocket createServerSocket(int port) throws IOException {
            return strictServer(jdk.createServerSocket(port));
        }

        @Override
        public ServerSocket createServerSocket(int port, int backlog) throws IOException {
            return strictServer(jdk.createServerSocket(port, backlog));
        }

        @Override
        public ServerSocket createServerSocket(int port, int backlog, InetAddress address) throws IOException {
            return strictServer(jdk.createServerSocket(port, backlog, address));
        }
    }
}
