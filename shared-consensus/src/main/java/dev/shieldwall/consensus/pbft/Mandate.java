package dev.shieldwall.consensus.pbft;

import dev.shieldwall.consensus.core.PreparedCertificate;
import dev.shieldwall.model.codec.Hash;
import org.jspecify.annotations.Nullable;

/**
 * What a new view allows: nothing below {@code firstHeight}, which a certificate shows to be committed; at firstHeight
 * only {@code choice}, if there is one; above it anything.
 */
record Mandate(long firstHeight, @Nullable PreparedCertificate choice) {

    /** View 0 starts with nothing behind it. */
    static final Mandate FREE = new Mandate(1, null);

    /** The block that must be proposed again at {@code height}, if any. */
    @Nullable PreparedCertificate choiceAt(long height) {
        return height == firstHeight ? choice : null;
    }

    boolean allows(long height, Hash blockHash) {
        if (height < firstHeight) {
            return false;
        }
        PreparedCertificate only = choiceAt(height);
        return only == null || only.blockHash().equals(blockHash);
    }
}
