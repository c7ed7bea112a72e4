package dev.shieldwall.transport.channel.core;

import dev.shieldwall.crypto.hash.Sha256;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * All that was said so far, in order. Label, version, names, keys, times, challenges and every offered suite are bytes of
 * the messages, so whoever agrees on the hash agrees on all of them. Immutable.
 */
final class Transcript {

    static final Transcript EMPTY = new Transcript(List.of());

    private final List<byte[]> parts;

    private Transcript(List<byte[]> parts) {
        this.parts = parts;
    }

    Transcript with(byte[] part) {
        var longer = new ArrayList<>(parts);
        longer.add(part);
        return new Transcript(longer);
    }

    /** SHA-256 of the parts, each behind its length of 4 bytes: no two sequences of parts have the same bytes. */
    byte[] hash() {
        var separated = new byte[2 * parts.size()][];
        for (int i = 0; i < parts.size(); i++) {
            separated[2 * i] = ByteBuffer.allocate(Integer.BYTES).putInt(parts.get(i).length).array();
            separated[2 * i + 1] = parts.get(i);
        }
        return Sha256.hash(separated);
    }
}
