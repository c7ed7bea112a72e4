package dev.shieldwall.model.receipt;

import dev.shieldwall.model.capability.Dimensions;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.identity.PrincipalId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an enforcement point is asked to do, to be compared with what was granted.
 *
 * @param audience who verifies; a grant for somebody else is a mismatch, a grant for nobody in particular is not
 * @param resources must be among those granted
 * @param argsDigest SHA-256 of the arguments at hand; compared when the grant binds arguments
 */
public record ExpectedRequest(
        PrincipalId holder, @Nullable PrincipalId audience, Dimensions dimensions, List<String> resources,
        @Nullable Hash argsDigest) {

    public ExpectedRequest {
        resources = List.copyOf(resources);
    }
}
