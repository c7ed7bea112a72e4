package dev.shieldwall.crypto.kem;

import dev.shieldwall.crypto.kdf.Hkdf;

/** The functions of RFC 7748 by Bouncy Castle, and what RFC 9180 makes of them. */
enum Curve {
    X25519(32, 0x20, Hkdf.SHA_256, 32),
    X448(56, 0x21, Hkdf.SHA_512, 64);

    final int bytes;
    /** RFC 9180 section 7.1. */
    final byte hpkeId;
    final Hkdf hkdf;
    final int secretBytes;

    Curve(int bytes, int hpkeId, Hkdf hkdf, int secretBytes) {
        this.bytes = bytes;
        this.hpkeId = (byte) hpkeId;
        this.hkdf = hkdf;
        this.secretBytes = secretBytes;
    }

    byte[] publicKey(byte[] privateKey) {
        byte[] publicKey = new byte[bytes];
        switch (this) {
            case X25519 -> org.bouncycastle.math.ec.rfc7748.X25519.generatePublicKey(privateKey, 0, publicKey, 0);
            case X448 -> org.bouncycastle.math.ec.rfc7748.X448.generatePublicKey(privateKey, 0, publicKey, 0);
        }
        return publicKey;
    }

    /** The product as it is; all zero if the peer's point is of small order. Secret: overwrite after use. */
    byte[] product(byte[] privateKey, byte[] peer) {
        byte[] product = new byte[bytes];
        switch (this) {
            case X25519 -> org.bouncycastle.math.ec.rfc7748.X25519.scalarMult(privateKey, 0, peer, 0, product, 0);
            case X448 -> org.bouncycastle.math.ec.rfc7748.X448.scalarMult(privateKey, 0, peer, 0, product, 0);
        }
        return product;
    }
}
