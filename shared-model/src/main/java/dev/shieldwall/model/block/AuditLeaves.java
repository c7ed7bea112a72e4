package dev.shieldwall.model.block;

import dev.shieldwall.model.audit.AuditContent;
import dev.shieldwall.model.audit.AuditLeaf;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.codec.MalformedException;
import dev.shieldwall.model.command.CapabilityCommand;
import dev.shieldwall.model.command.Command;
import dev.shieldwall.model.command.CommandJws;
import dev.shieldwall.model.command.IdentityCommand;
import dev.shieldwall.model.command.SessionCommand;
import dev.shieldwall.model.decision.Decision;
import dev.shieldwall.model.identity.PrincipalId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds the audit leaf of a result: the one function that the ledger executes and every follower repeats. */
public final class AuditLeaves {

    private AuditLeaves() {}

    /**
     * What the leaves of one block have in common. It is known before the header is, which covers the leaves.
     *
     * @param nodeId principal of the replica that built the block
     */
    public record Place(long height, Hash parentHash, long timeMillis, PrincipalId nodeId) {}

    /** The leaf of {@code result}, which came of {@code command}, hung up at {@code link}. */
    public static AuditLeaf leaf(Place place, Link link, Command command, ResultLeaf result) {
        var content = new AuditContent(action(command, result.decision()), result.principal(), operation(command),
                place.nodeId(), place.height() + "/" + result.index());
        return new AuditLeaf(AuditLeaf.VERSION, link.index(), place.height(), place.parentHash(), place.timeMillis(),
                result.commandId(), result.jwsHash(), result.decision(), content, link.previousHash());
    }

    /**
     * The leaves that a committed block added, as a follower repeats them.
     *
     * @param nodeId principal of the replica that {@link BlockHeader#builder} names
     * @throws MalformedException if a command is none, which no certified block contains
     */
    public static List<AuditLeaf> of(CertifiedBlock block, PrincipalId nodeId, Link first) throws MalformedException {
        BlockHeader header = block.header();
        var place = new Place(header.height(), header.parentHash(), header.timeMillis(), nodeId);
        var leaves = new ArrayList<AuditLeaf>();
        Link link = first;
        for (ResultLeaf result : block.results()) {
            byte[] jws = block.commands().get(result.index()).unsafeArray();
            AuditLeaf leaf = leaf(place, link, CommandJws.parse(jws, jws.length).payload().command(), result);
            leaves.add(leaf);
            link = link.after(leaf.encode());
        }
        return List.copyOf(leaves);
    }

    /** Where the next leaf hangs: its index and the hash of the leaf before, {@link Hash#ZERO} for the first. */
    public record Link(long index, Hash previousHash) {

        public static final Link FIRST = new Link(0, Hash.ZERO);

        /** The place after {@code leaf}, given by its bytes. */
        public Link after(byte[] leaf) {
            return new Link(index + 1, Hash.sha256(leaf));
        }
    }

    private static String action(Command command, Decision decision) {
        boolean taken = switch (decision) {
            case Decision.Accepted _, Decision.Granted _ -> true;
            case Decision.Rejected _ -> false;
        };
        return switch (command) {
            case IdentityCommand.Register _ -> taken ? "identity_registered" : "identity_registration_denied";
            case IdentityCommand.Revoke _ -> taken ? "identity_revoked" : "identity_revocation_denied";
            case CapabilityCommand.Grant _ -> taken ? "capability_granted" : "capability_grant_denied";
            case CapabilityCommand.Revoke _ -> taken ? "capability_revoked" : "capability_revocation_denied";
            case CapabilityCommand.Authorize _ -> taken ? "authorization_granted" : "authorization_denied";
            case SessionCommand.Establish _ -> taken ? "session_established" : "session_establishment_denied";
            case SessionCommand.Close _ -> taken ? "session_closed" : "session_closure_denied";
        };
    }

    private static @Nullable String operation(Command command) {
        return switch (command) {
            case CapabilityCommand.Grant grant -> grant.dimensions().operationName();
            case CapabilityCommand.Authorize authorize -> authorize.capability().dimensions().operationName();
            case CapabilityCommand.Revoke _, IdentityCommand _, SessionCommand _ -> null;
        };
    }
}
