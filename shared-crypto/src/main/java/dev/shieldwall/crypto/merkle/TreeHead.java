package dev.shieldwall.crypto.merkle;

import java.util.Arrays;

/**
 * Size and root of a tree as somebody published them; true only as far as a proof or a signature says so.
 *
 * @param size number of leaves, 0 or more
 * @param root 32 bytes if it is to be accepted; not checked here
 */
@SuppressWarnings("ArrayRecordComponent") // copied on the way in and out, compared by content
public record TreeHead(long size, byte[] root) {

    public TreeHead {
        if (size < 0) {
            throw new IllegalArgumentException("a tree cannot have " + size + " leaves");
        }
        root = root.clone();
    }

    @Override
    public byte[] root() {
        return root.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TreeHead that && size == that.size && Arrays.equals(root, that.root);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(size) * 31 + Arrays.hashCode(root);
    }
}
