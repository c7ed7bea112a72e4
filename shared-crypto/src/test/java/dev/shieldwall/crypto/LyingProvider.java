package dev.shieldwall.crypto;

import java.security.AlgorithmParameters;
import java.security.Key;
import java.security.MessageDigestSpi;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.CipherSpi;
import javax.crypto.MacSpi;
import org.jspecify.annotations.Nullable;

/** Ciphers that copy, and MACs and hashes that are zero: what a self-test must notice. Remembers the key that it was given last. */
public final class LyingProvider extends Provider {

    private static final long serialVersionUID = 1L;

    private static volatile byte[] lastKey = new byte[0];

    public LyingProvider() {
        this("Lying");
    }

    /** Under the name of another. */
    public LyingProvider(String name) {
        super(name, "1", "answers wrongly");
        put("MessageDigest.SHA-256", ZeroDigest.class.getName());
        put("Mac.HmacSHA256", ZeroMac.class.getName());
        put("Cipher.AES/GCM/NoPadding", CopyingCipher.class.getName());
        put("Cipher.AES/CBC/PKCS5Padding", CopyingCipher.class.getName());
        put("Cipher.ChaCha20-Poly1305", CopyingCipher.class.getName());
    }

    /** Of any cipher or MAC. */
    public static byte[] lastKey() {
        return lastKey.clone();
    }

    public static final class ZeroDigest extends MessageDigestSpi implements Cloneable {

        @Override
        protected void engineUpdate(byte input) {}

        @Override
        protected void engineUpdate(byte[] input, int offset, int length) {}

        @Override
        protected byte[] engineDigest() {
            return new byte[32];
        }

        @Override
        protected void engineReset() {}
    }

    public static final class ZeroMac extends MacSpi {

        @Override
        protected int engineGetMacLength() {
            return 32;
        }

        @Override
        protected void engineInit(Key key, @Nullable AlgorithmParameterSpec parameters) {
            lastKey = key.getEncoded();
        }

        @Override
        protected void engineUpdate(byte input) {}

        @Override
        protected void engineUpdate(byte[] input, int offset, int length) {}

        @Override
        protected byte[] engineDoFinal() {
            return new byte[32];
        }

        @Override
        protected void engineReset() {}
    }

    public static final class CopyingCipher extends CipherSpi {

        private boolean sealing;

        @Override
        protected void engineSetMode(String mode) {}

        @Override
        protected void engineSetPadding(String padding) {}

        @Override
        protected int engineGetBlockSize() {
            return 1;
        }

        @Override
        protected int engineGetOutputSize(int inputLength) {
            return sealing ? inputLength + 16 : inputLength - 16;
        }

        @Override
        protected byte[] engineGetIV() {
            return new byte[12];
        }

        @Override
        protected @Nullable AlgorithmParameters engineGetParameters() {
            return null;
        }

        @Override
        protected void engineInit(int mode, Key key, SecureRandom random) {
            sealing = mode == Cipher.ENCRYPT_MODE;
            lastKey = key.getEncoded();
        }

        @Override
        protected void engineInit(int mode, Key key, AlgorithmParameterSpec parameters, SecureRandom random) {
            engineInit(mode, key, random);
        }

        @Override
        protected void engineInit(int mode, Key key, AlgorithmParameters parameters, SecureRandom random) {
            engineInit(mode, key, random);
        }

        @Override
        protected void engineUpdateAAD(byte[] input, int offset, int length) {}

        @Override
        protected byte[] engineUpdate(byte[] input, int offset, int length) {
            return Arrays.copyOfRange(input, offset, offset + length);
        }

        @Override
        protected int engineUpdate(byte[] input, int offset, int length, byte[] output, int at) {
            System.arraycopy(input, offset, output, at, length);
            return length;
        }

        @Override
        protected byte[] engineDoFinal(byte[] input, int offset, int length) {
            byte[] output = new byte[engineGetOutputSize(length)];
            engineDoFinal(input, offset, length, output, 0);
            return output;
        }

        @Override
        protected int engineDoFinal(byte[] input, int offset, int length, byte[] output, int at) {
            int written = engineGetOutputSize(length);
            System.arraycopy(input, offset, output, at, Math.min(length, written));
            return written;
        }
    }
}
