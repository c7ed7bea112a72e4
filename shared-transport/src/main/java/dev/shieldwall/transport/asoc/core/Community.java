package dev.shieldwall.transport.asoc.core;

import dev.shieldwall.crypto.hash.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Public name of a cluster. It keeps clusters from meeting by mistake and keeps no attacker out. */
public record Community(String name) {

    public static final int HASH_BYTES = 8;

    public Community {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a community has a name");
        }
    }

    /** What discovery carries: the first 8 bytes of the SHA-256 of the name. */
    public long hash() {
        return ByteBuffer.wrap(wholeHash()).getLong();
    }

    /** What the extension binds: all 32 bytes, so that nobody looks for names that share 8. */
    byte[] wholeHash() {
        return Sha256.hash(name.getBytes(StandardCharsets.UTF_8));
    }
}
