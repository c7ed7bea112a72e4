package dev.shieldwall.crypto.pkcs11;

import dev.shieldwall.crypto.SecretBytes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** Native memory that is overwritten before it is given back. Not guaranteed: that the module keeps no copy. */
final class SecretMemory implements AutoCloseable {

    private final MemorySegment memory;

    private SecretMemory(MemorySegment memory) {
        this.memory = memory;
    }

    static SecretMemory allocate(Arena arena, long bytes) {
        return new SecretMemory(arena.allocate(bytes));
    }

    static SecretMemory copyOf(Arena arena, SecretBytes secret) {
        byte[] content = secret.asKey("PKCS#11").getEncoded();
        try {
            return new SecretMemory(arena.allocateFrom(ValueLayout.JAVA_BYTE, content));
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    long address() {
        return memory.address();
    }

    long byteSize() {
        return memory.byteSize();
    }

    /** The first bytes as a secret of their own. */
    SecretBytes read(long bytes) {
        byte[] content = memory.asSlice(0, bytes).toArray(ValueLayout.JAVA_BYTE);
        try {
            return SecretBytes.copyOf(content);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    @Override
    public void close() {
        memory.fill((byte) 0);
    }
}
