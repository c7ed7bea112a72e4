package dev.shieldwall.transport.bus;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.SecretAccess;
import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.kem.KemAlgorithm;
import dev.shieldwall.crypto.kem.KemPrivateKey;
import dev.shieldwall.crypto.signature.KeyRejectedException;
import dev.shieldwall.transport.bus.core.CurveKey;
import java.security.SecureRandom;
import org.zeromq.ZMQ;

/**
 * The CURVE keys of one end. JeroMQ keeps a copy of the secret in each socket, and nothing can overwrite that.
 *
 * <p>Thread-safe.
 */
public final class CurveKeyPair implements AutoCloseable {

    /** Connections of another domain do not reach our handler's list. */
    static final String DOMAIN = "shieldwall-bus";

    private final SecretBytes secret;
    private final CurveKey publicKey;

    private CurveKeyPair(SecretBytes secret, CurveKey publicKey) {
        this.secret = secret;
        this.publicKey = publicKey;
    }

    /** Copies; the caller still owns, and should wipe, its own array. */
    public static CurveKeyPair of(byte[] secret) {
        try (var key = KemPrivateKey.of(KemAlgorithm.X25519, secret)) {
            return new CurveKeyPair(SecretBytes.copyOf(secret), new CurveKey(key.publicKey().bytes()));
        } catch (KeyRejectedException e) {
            throw new CryptoBug("a CURVE key is refused", e);
        }
    }

    public static CurveKeyPair generate(SecureRandom random) {
        byte[] secret = new byte[CurveKey.BYTES];
        random.nextBytes(secret);
        return of(secret);
    }

    public CurveKey publicKey() {
        return publicKey;
    }

    void serve(ZMQ.Socket socket) {
        require(socket.setZapDomain(DOMAIN));
        require(socket.setCurveServer(true));
        apply(socket);
    }

    void connect(ZMQ.Socket socket, CurveKey broker) {
        require(socket.setCurveServerKey(broker.bytes()));
        apply(socket);
    }

    private void apply(ZMQ.Socket socket) {
        require(socket.setCurvePublicKey(publicKey.bytes()));
        require(socket.setCurveSecretKey(secret.copy(SecretAccess.granted())));
    }

    /** A socket that did not take an option would run in the clear. */
    private static void require(boolean taken) {
        if (!taken) {
            throw new IllegalStateException("the socket did not take a CURVE option");
        }
    }

    @Override
    public void close() {
        secret.close();
    }

    @Override
    public String toString() {
        return "CurveKeyPair[" + publicKey + ", redacted]";
    }
}
