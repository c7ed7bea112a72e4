package dev.shieldwall.crypto.hash;

import java.security.MessageDigest;
import org.bouncycastle.crypto.ExtendedDigest;
import org.bouncycastle.crypto.Xof;

/** A digest of Bouncy Castle in the JDK's form, with an output of the length that was asked for. */
final class BouncyCastleDigest extends MessageDigest {

    private final ExtendedDigest digest;
    private final int outputBytes;

    BouncyCastleDigest(ExtendedDigest digest, int outputBytes) {
        super(digest.getAlgorithmName());
        this.digest = digest;
        this.outputBytes = outputBytes;
    }

    @Override
    protected int engineGetDigestLength() {
        return outputBytes;
    }

    @Override
    protected void engineUpdate(byte input) {
        digest.update(input);
    }

    @Override
    protected void engineUpdate(byte[] input, int offset, int length) {
        digest.update(input, offset, length);
    }

    @Override
    protected byte[] engineDigest() {
        byte[] output = new byte[outputBytes];
        if (digest instanceof Xof xof) {
            xof.doFinal(output, 0, outputBytes);
        } else {
            digest.doFinal(output, 0);
        }
        return output;
    }

    @Override
    protected void engineReset() {
        digest.reset();
    }
}
