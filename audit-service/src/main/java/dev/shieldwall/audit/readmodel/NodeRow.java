package dev.shieldwall.audit.readmodel;

import dev.shieldwall.model.codec.Bytes;

/** What a tree is folded from: a leaf, or the root of a full run, and where in its level it stands. */
record NodeRow(long index, Bytes bytes) {

    byte[] unsafeArray() {
        return bytes.unsafeArray();
    }
}
