package dev.shieldwall.transport.asoc.core;

import dev.shieldwall.crypto.kem.KemAlgorithm;
import dev.shieldwall.crypto.signature.Ed25519PublicKey;
import dev.shieldwall.crypto.signature.KeyRejectedException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What each side puts on the table of the extension: who it is, in which community, and its half of the key exchange.
 * All fields have fixed lengths, so the bytes read one way only.
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one handshake and is never compared as a record
record Offer(NodeId node, byte[] nonce, byte[] community, Ed25519PublicKey identity, byte[] keyExchange) {

    /** X-Wing: X25519 and ML-KEM-768, safe while one of the two is. */
    static final KemAlgorithm KEM = KemAlgorithm.X_WING;

    static final int NONCE_BYTES = 32;

    private static final byte[] MAGIC = {'S', 'W', '1'};
    private static final int COMMUNITY_BYTES = 32;
    private static final int FIXED_BYTES =
            MAGIC.length + 1 + NodeId.BYTES + NONCE_BYTES + COMMUNITY_BYTES + Ed25519PublicKey.BYTES;

    enum Side {
        CLIENT(1, 1 + KEM.publicKeyBytes()),
        SERVER(2, 1 + KEM.ciphertextBytes());

        private final byte code;
        private final int keyExchangeBytes;

        Side(int code, int keyExchangeBytes) {
            this.code = (byte) code;
            this.keyExchangeBytes = keyExchangeBytes;
        }

        int offerBytes() {
            return FIXED_BYTES + keyExchangeBytes;
        }
    }

    byte[] encode(Side side) {
        ByteBuffer bytes = ByteBuffer.allocate(side.offerBytes()).put(MAGIC).put(side.code);
        node.write(bytes);
        return bytes.put(nonce).put(community).put(identity.bytes()).put(keyExchange).array();
    }

    static boolean looksLikeOne(ByteBuffer payload) {
        return payload.remaining() >= MAGIC.length
                && payload.slice(payload.position(), MAGIC.length).equals(ByteBuffer.wrap(MAGIC));
    }

    static Offer decode(Side side, byte[] bytes) throws RefusedException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (bytes.length != side.offerBytes() || !looksLikeOne(in) || bytes[MAGIC.length] != side.code) {
            throw new RefusedException(Refusal.MALFORMED);
        }
        in.position(MAGIC.length + 1);
        NodeId node = NodeId.read(in);
        byte[] nonce = take(in, NONCE_BYTES);
        byte[] community = take(in, COMMUNITY_BYTES);
        byte[] identity = take(in, Ed25519PublicKey.BYTES);
        try {
            return new Offer(node, nonce, community, Ed25519PublicKey.of(identity), take(in, side.keyExchangeBytes));
        } catch (KeyRejectedException e) {
            throw new RefusedException(Refusal.MALFORMED);
        }
    }

    private static byte[] take(ByteBuffer in, int count) {
        byte[] bytes = new byte[count];
        in.get(bytes);
        return bytes;
    }

    /** The peer is who it has to be and belongs to this cluster; that it owns the identity key is still to be shown. */
    void require(NodeId expected, Terms terms) throws RefusedException {
        if (!node.equals(expected)) {
            throw new RefusedException(Refusal.WRONG_NODE);
        }
        if (!Arrays.equals(community, terms.community().wholeHash())) {
            throw new RefusedException(Refusal.WRONG_COMMUNITY);
        }
        terms.trust().requirePin(node, identity);
    }
}
