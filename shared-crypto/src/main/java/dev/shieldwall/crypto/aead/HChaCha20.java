package dev.shieldwall.crypto.aead;

import static java.lang.Integer.rotateLeft;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The key derivation inside of XChaCha20 (draft-irtf-cfrg-xchacha-03 section 2.2): 20 rounds without the final sum. */
final class HChaCha20 {

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private HChaCha20() {}

    /** The 32-byte key for a 32-byte key and the first 16 bytes of a nonce. Sixteen locals, which registers hold. */
    static byte[] subkey(byte[] key, byte[] nonce) {
        int x0 = 0x61707865;
        int x1 = 0x3320646e;
        int x2 = 0x79622d32;
        int x3 = 0x6b206574;
        int x4 = word(key, 0);
        int x5 = word(key, 4);
        int x6 = word(key, 8);
        int x7 = word(key, 12);
        int x8 = word(key, 16);
        int x9 = word(key, 20);
        int xa = word(key, 24);
        int xb = word(key, 28);
        int xc = word(nonce, 0);
        int xd = word(nonce, 4);
        int xe = word(nonce, 8);
        int xf = word(nonce, 12);
        for (int doubleRound = 0; doubleRound < 10; doubleRound++) {
            x0 += x4; xc = rotateLeft(xc ^ x0, 16); x8 += xc; x4 = rotateLeft(x4 ^ x8, 12);
            x0 += x4; xc = rotateLeft(xc ^ x0, 8); x8 += xc; x4 = rotateLeft(x4 ^ x8, 7);
            x1 += x5; xd = rotateLeft(xd ^ x1, 16); x9 += xd; x5 = rotateLeft(x5 ^ x9, 12);
            x1 += x5; xd = rotateLeft(xd ^ x1, 8); x9 += xd; x5 = rotateLeft(x5 ^ x9, 7);
            x2 += x6; xe = rotateLeft(xe ^ x2, 16); xa += xe; x6 = rotateLeft(x6 ^ xa, 12);
            x2 += x6; xe = rotateLeft(xe ^ x2, 8); xa += xe; x6 = rotateLeft(x6 ^ xa, 7);
            x3 += x7; xf = rotateLeft(xf ^ x3, 16); xb += xf; x7 = rotateLeft(x7 ^ xb, 12);
            x3 += x7; xf = rotateLeft(xf ^ x3, 8); xb += xf; x7 = rotateLeft(x7 ^ xb, 7);
            x0 += x5; xf = rotateLeft(xf ^ x0, 16); xa += xf; x5 = rotateLeft(x5 ^ xa, 12);
            x0 += x5; xf = rotateLeft(xf ^ x0, 8); xa += xf; x5 = rotateLeft(x5 ^ xa, 7);
            x1 += x6; xc = rotateLeft(xc ^ x1, 16); xb += xc; x6 = rotateLeft(x6 ^ xb, 12);
            x1 += x6; xc = rotateLeft(xc ^ x1, 8); xb += xc; x6 = rotateLeft(x6 ^ xb, 7);
            x2 += x7; xd = rotateLeft(xd ^ x2, 16); x8 += xd; x7 = rotateLeft(x7 ^ x8, 12);
            x2 += x7; xd = rotateLeft(xd ^ x2, 8); x8 += xd; x7 = rotateLeft(x7 ^ x8, 7);
            x3 += x4; xe = rotateLeft(xe ^ x3, 16); x9 += xe; x4 = rotateLeft(x4 ^ x9, 12);
            x3 += x4; xe = rotateLeft(xe ^ x3, 8); x9 += xe; x4 = rotateLeft(x4 ^ x9, 7);
        }
        byte[] out = new byte[32];
        WORD.set(out, 0, x0);
        WORD.set(out, 4, x1);
        WORD.set(out, 8, x2);
        WORD.set(out, 12, x3);
        WORD.set(out, 16, xc);
        WORD.set(out, 20, xd);
        WORD.set(out, 24, xe);
        WORD.set(out, 28, xf);
        return out;
    }

    private static int word(byte[] bytes, int at) {
        return (int) WORD.get(bytes, at);
    }
}
