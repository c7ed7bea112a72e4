package dev.shieldwall.audit.readmodel;

import dev.shieldwall.model.codec.Bytes;
import jakarta.persistence.Embeddable;
import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * What the next block is appended to, as stored.
 *
 * @param header of the newest block, whether it added entries or not
 * @param certificate over that header
 * @param edge roots of the full subtrees along the tree's right edge, largest first, one after the other
 * @param lastHash SHA-256 of the last leaf; zero when there is none
 */
@Embeddable
public record HeadRow(Bytes header, Bytes certificate, Bytes edge, Bytes lastHash) {

    /** The stored form of an edge. */
    public static Bytes join(List<byte[]> edge) {
        var joined = new ByteArrayOutputStream();
        edge.forEach(joined::writeBytes);
        return Bytes.wrap(joined.toByteArray());
    }
}
