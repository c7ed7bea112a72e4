package dev.shieldwall.crypto.kdf;

import dev.shieldwall.crypto.ConstantTime;
import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.internal.KnownAnswer;
import dev.shieldwall.crypto.internal.Tested;
import dev.shieldwall.crypto.signature.KeyRejectedException;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.crypto.digests.Blake2bDigest;

/**
 * The two keys that libsodium's {@code crypto_kx} gives each side: BLAKE2b-512 of what X25519 agreed on, the client's
 * public key and the server's. The first half goes to the client, the second to the server.
 *
 * <p>Guarantee: both sides have the same keys if both have the same agreement and public keys. Not guaranteed: who the
 * other side is; that is for a handshake to sign. And forward secrecy only as far as the X25519 keys are ephemeral.
 */
public record KxSessionKeys(SecretBytes receive, SecretBytes transmit) implements AutoCloseable {

    public static final int PUBLIC_KEY_BYTES = 32;
    public static final int SESSION_KEY_BYTES = 32;

    private static final Tested TESTED = Tested.of("crypto_kx", "bouncy-castle", KxSessionKeys::selfTest);

    /**
     * The raw result of X25519 stays the caller's to close.
     *
     * @throws KeyRejectedException if a public key has another length, or the agreement is all zero, as after a point of
     *     small order: a peer decides both
     */
    public static KxSessionKeys client(SecretBytes agreement, byte[] clientPublic, byte[] serverPublic)
            throws KeyRejectedException {
        byte[] keys = keys(agreement, clientPublic, serverPublic);
        return take(half(keys, 0), half(keys, 1), keys);
    }

    /** The other side of {@link #client}. */
    public static KxSessionKeys server(SecretBytes agreement, byte[] clientPublic, byte[] serverPublic)
            throws KeyRejectedException {
        byte[] keys = keys(agreement, clientPublic, serverPublic);
        return take(half(keys, 1), half(keys, 0), keys);
    }

    private static KxSessionKeys take(SecretBytes receive, SecretBytes transmit, byte[] keys) {
        Arrays.fill(keys, (byte) 0);
        return new KxSessionKeys(receive, transmit);
    }

    private static SecretBytes half(byte[] keys, int number) {
        byte[] half = Arrays.copyOfRange(keys, number * SESSION_KEY_BYTES, (number + 1) * SESSION_KEY_BYTES);
        SecretBytes secret = SecretBytes.copyOf(half);
        Arrays.fill(half, (byte) 0);
        return secret;
    }

    private static byte[] keys(SecretBytes agreement, byte[] clientPublic, byte[] serverPublic)
            throws KeyRejectedException {
        TESTED.require();
        if (clientPublic.length != PUBLIC_KEY_BYTES || serverPublic.length != PUBLIC_KEY_BYTES) {
            throw new KeyRejectedException("an X25519 public key has 32 bytes");
        }
        byte[] raw = agreement.asKey("X25519").getEncoded();
        try {
            if (raw.length != 32) {
                throw new IllegalArgumentException("not the result of an X25519 agreement");
            }
            if (ConstantTime.isZero(raw)) {
                throw new KeyRejectedException("the public key is a point of small order");
            }
            var digest = new Blake2bDigest(2 * SESSION_KEY_BYTES * 8);
            digest.update(raw, 0, raw.length);
            digest.update(clientPublic, 0, clientPublic.length);
            digest.update(serverPublic, 0, serverPublic.length);
            byte[] keys = new byte[2 * SESSION_KEY_BYTES];
            digest.doFinal(keys, 0);
            return keys;
        } finally {
            Arrays.fill(raw, (byte) 0);
        }
    }

    @Override
    public void close() {
        receive.close();
        transmit.close();
    }

    public static List<Tested> tested() {
        return List.of(TESTED);
    }

    /** Computed with libsodium 1.0.18. */
    static void selfTest() {
        byte[] clientPublic = KnownAnswer.hex("79a631eede1bf9c98f12032cdeadd0e7a079398fc786b88cc846ec89af85a51a");
        byte[] serverPublic = KnownAnswer.hex("675dd574ed7789310b3d2e7681f3790b466c773b1521fecf36577958371ea52f");
        try (SecretBytes agreement = SecretBytes.copyOf(
                        KnownAnswer.hex("d6fb939511b2381bc8599b4b8edc5968829450dfd7a87aebe78a703cd04cd54e"));
                KxSessionKeys client = client(agreement, clientPublic, serverPublic);
                KxSessionKeys server = server(agreement, clientPublic, serverPublic)) {
            requireKnown(client.receive(), server.transmit(), "658ab5697c8d05d86c4c2c7cf86f4fe59b039cb1a1c0d626ab54245a90d62f6a");
            requireKnown(client.transmit(), server.receive(), "4053daef6960b133a632efc172a5b4b07c77481f0be540edffc57fe2369c5c0e");
        } catch (KeyRejectedException e) {
            throw new CryptoBug("crypto_kx refuses known keys; refusing to start", e);
        }
    }

    private static void requireKnown(SecretBytes ofClient, SecretBytes ofServer, String expected) {
        KnownAnswer.require("crypto_kx client", expected, ofClient.asKey("kx").getEncoded());
        KnownAnswer.require("crypto_kx server", expected, ofServer.asKey("kx").getEncoded());
    }
}
