package dev.shieldwall.crypto.aead;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.bouncycastle.crypto.engines.Salsa20Engine;

/** NaCl's {@code crypto_core_hsalsa20} with a nonce of zeros: makes a key of what X25519 agreed on. */
final class HSalsa20 {

    private static final int[] SIGMA = {0x61707865, 0x3320646e, 0x79622d32, 0x6b206574};

    private HSalsa20() {}

    static byte[] subkey(byte[] agreement) {
        int[] state = new int[16];
        ByteBuffer words = ByteBuffer.wrap(agreement).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 4; i++) {
            state[5 * i] = SIGMA[i];
            state[1 + i] = words.getInt(4 * i);
            state[11 + i] = words.getInt(16 + 4 * i);
        }
        int[] mixed = new int[16];
        Salsa20Engine.salsaCore(20, state, mixed);
        ByteBuffer out = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 4; i++) {
            // The core adds its input at the end; HSalsa20 does not.
            out.putInt(4 * i, mixed[5 * i] - state[5 * i]);
            out.putInt(16 + 4 * i, mixed[6 + i] - state[6 + i]);
        }
        Arrays.fill(state, 0);
        Arrays.fill(mixed, 0);
        return out.array();
    }
}
