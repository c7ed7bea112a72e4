package dev.shieldwall.model.replica;

import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.Hash;

/**
 * One member of the consensus group, by its public parts.
 *
 * @param index position in the set and in signer bitmaps, from 0
 * @param voteKey Ed25519 public key, 32 bytes, of prime order
 * @param tlsKeyHash SHA-256 of the SubjectPublicKeyInfo that the replica shows to its peers
 * @param cosignerKey Ed25519 public key, 32 bytes, for audit checkpoints
 * @param possession signature of the vote key over {@link #possessionMessage}: nobody enters a key that is not theirs
 */
public record Replica(int index, Bytes voteKey, Hash tlsKeyHash, Bytes cosignerKey, Bytes possession) {

    public static final int KEY_BYTES = 32;
    public static final int SIGNATURE_BYTES = 64;

    public Replica {
        if (index < 0 || index >= ReplicaSet.MAX_REPLICAS) {
            throw new IllegalArgumentException("replica index out of range");
        }
        if (voteKey.size() != KEY_BYTES || cosignerKey.size() != KEY_BYTES) {
            throw new IllegalArgumentException("a replica key has 32 bytes");
        }
        if (possession.size() != SIGNATURE_BYTES) {
            throw new IllegalArgumentException("a proof of possession has 64 bytes");
        }
    }

    /** What the vote key signs, under the context {@code shieldwall/possession/v1}, to enter the set. */
    public static byte[] possessionMessage(int index, Bytes voteKey, Hash tlsKeyHash, Bytes cosignerKey) {
        byte[] message = new byte[1 + KEY_BYTES + Hash.BYTES + KEY_BYTES];
        message[0] = (byte) index;
        System.arraycopy(voteKey.unsafeArray(), 0, message, 1, KEY_BYTES);
        System.arraycopy(tlsKeyHash.unsafeArray(), 0, message, 1 + KEY_BYTES, Hash.BYTES);
        System.arraycopy(cosignerKey.unsafeArray(), 0, message, 1 + KEY_BYTES + Hash.BYTES, KEY_BYTES);
        return message;
    }
}
