package dev.shieldwall.model.block;

import dev.shieldwall.crypto.signature.SigningContext;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.Hash;
import java.nio.ByteBuffer;

/**
 * One replica's signature about one block in one view. Votes of one certificate sign identical bytes.
 *
 * @param replica index of the signer; not part of the signed bytes, the key says who signed
 */
public record Vote(VoteType type, long epoch, long height, long view, Hash blockHash, int replica, Bytes signature) {

    public static final SigningContext CONTEXT = SigningContext.of("shieldwall/consensus/v1");
    public static final int SIGNATURE_BYTES = 64;

    private static final int SIGNED_BYTES = Hash.BYTES + Long.BYTES + 1 + Long.BYTES + Long.BYTES + Hash.BYTES;

    public Vote {
        if (epoch < 0 || height < 1 || view < 0 || replica < 0) {
            throw new IllegalArgumentException("a vote field is out of range");
        }
        if (signature.size() != SIGNATURE_BYTES) {
            throw new IllegalArgumentException("a vote signature has 64 bytes");
        }
    }

    /** The fixed layout that is signed: chainId 32, epoch 8, type 1, height 8, view 8, blockHash 32, big-endian. */
    public static byte[] signedBytes(
            Hash chainId, long epoch, VoteType type, long height, long view, Hash blockHash) {
        return ByteBuffer.allocate(SIGNED_BYTES)
                .put(chainId.unsafeArray())
                .putLong(epoch)
                .put((byte) type.code())
                .putLong(height)
                .putLong(view)
                .put(blockHash.unsafeArray())
                .array();
    }

    public byte[] signedBytes(Hash chainId) {
        return signedBytes(chainId, epoch, type, height, view, blockHash);
    }
}
