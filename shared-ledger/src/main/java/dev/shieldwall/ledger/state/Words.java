package dev.shieldwall.ledger.state;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** A 32-byte string as four longs, highest first. */
final class Words {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Words() {}

    static long read(byte[] bytes, int word) {
        return (long) LONGS.get(bytes, word * Long.BYTES);
    }

    static void write(byte[] bytes, int offset, long word) {
        LONGS.set(bytes, offset, word);
    }
}
