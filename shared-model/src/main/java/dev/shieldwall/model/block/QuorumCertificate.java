package dev.shieldwall.model.block;

import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.replica.ReplicaSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Equal votes of one type and one view over one header.
 *
 * @param signers bitmap: replica i is bit i mod 8, lowest first, of byte i div 8; as many bytes as the set needs
 * @param signatures 64 bytes each, in the order of the signers' indexes
 */
public record QuorumCertificate(
        VoteType type, long epoch, long height, long view, Hash blockHash, Bytes signers, List<Bytes> signatures) {

    public QuorumCertificate {
        signatures = List.copyOf(signatures);
        if (epoch < 0 || height < 1 || view < 0) {
            throw new IllegalArgumentException("a certificate field is out of range");
        }
        if (signers.size() > bitmapBytes(ReplicaSet.MAX_REPLICAS) || signatures.size() > ReplicaSet.MAX_REPLICAS) {
            throw new IllegalArgumentException("more signers than a set has replicas");
        }
        if (signatures.stream().anyMatch(signature -> signature.size() != Vote.SIGNATURE_BYTES)) {
            throw new IllegalArgumentException("a vote signature has 64 bytes");
        }
    }

    /** Puts votes together. They must agree in all but signer, of which each is in the set and appears once. */
    public static QuorumCertificate of(Collection<Vote> votes, int replicas) {
        if (votes.isEmpty() || votes.stream().anyMatch(vote -> vote.replica() >= replicas)) {
            throw new IllegalArgumentException("these votes do not make a certificate");
        }
        List<Vote> ordered = votes.stream().sorted(Comparator.comparingInt(Vote::replica)).toList();
        Vote first = ordered.getFirst();
        byte[] bitmap = new byte[bitmapBytes(replicas)];
        var signatures = new ArrayList<Bytes>();
        for (Vote vote : ordered) {
            int bit = 1 << (vote.replica() % 8);
            boolean agrees = vote.type() == first.type() && vote.epoch() == first.epoch()
                    && vote.height() == first.height() && vote.view() == first.view()
                    && vote.blockHash().equals(first.blockHash());
            if (!agrees || (bitmap[vote.replica() / 8] & bit) != 0) {
                throw new IllegalArgumentException("these votes do not make a certificate");
            }
            bitmap[vote.replica() / 8] |= (byte) bit;
            signatures.add(vote.signature());
        }
        return new QuorumCertificate(first.type(), first.epoch(), first.height(), first.view(), first.blockHash(),
                Bytes.wrap(bitmap), signatures);
    }

    static int bitmapBytes(int replicas) {
        return (replicas + 7) / 8;
    }

    /** The indexes of the set bits, ascending; also those beyond the set, which a verifier refuses. */
    public List<Integer> signerIndexes() {
        var indexes = new ArrayList<Integer>();
        byte[] bitmap = signers.unsafeArray();
        for (int i = 0; i < bitmap.length * 8; i++) {
            if ((bitmap[i / 8] & (1 << (i % 8))) != 0) {
                indexes.add(i);
            }
        }
        return indexes;
    }
}
