package dev.shieldwall.model.proof;

import dev.shieldwall.model.capability.Capability;
import dev.shieldwall.model.capability.CapabilityId;
import dev.shieldwall.model.codec.CborCodec;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.decision.CommandId;
import dev.shieldwall.model.identity.Identity;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.model.session.Session;
import dev.shieldwall.model.session.SessionId;
import java.nio.charset.StandardCharsets;

/**
 * Where a value of type {@code T} stands in the state.
 *
 * @param hash the key of the tree: SHA-256 over the name of the kind, a zero byte and the bytes that name the value
 * @param codec how the value is written there
 */
public record StateKey<T>(Hash hash, CborCodec<T> codec) {

    private static final CborCodec<Identity> IDENTITY = CborCodec.of(Identity.class);
    private static final CborCodec<Capability> CAPABILITY = CborCodec.of(Capability.class);
    private static final CborCodec<Session> SESSION = CborCodec.of(Session.class);
    private static final CborCodec<UsedCommand> USED_COMMAND = CborCodec.of(UsedCommand.class);

    /** {@code kind} is printable ASCII and belongs to one type of value alone; {@code parts} are hashed one after another. */
    public static <T> StateKey<T> of(String kind, CborCodec<T> codec, byte[]... parts) {
        byte[][] hashed = new byte[parts.length + 1][];
        hashed[0] = ("shieldwall/state/" + kind + "\0").getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(parts, 0, hashed, 1, parts.length);
        return new StateKey<>(Hash.sha256(hashed), codec);
    }

    public static StateKey<Identity> identity(PrincipalId id) {
        return of("identity", IDENTITY, utf8(id));
    }

    public static StateKey<Capability> capability(CapabilityId id) {
        return of("capability", CAPABILITY, id.value().unsafeArray());
    }

    public static StateKey<Session> session(SessionId id) {
        return of("session", SESSION, id.value().unsafeArray());
    }

    /** Present from the block that holds the command until {@code notAfter} and the keeping time of genesis have passed. */
    public static StateKey<UsedCommand> usedCommand(PrincipalId principal, CommandId id) {
        return of("used-command", USED_COMMAND, id.value().unsafeArray(), utf8(principal));
    }

    private static byte[] utf8(PrincipalId id) {
        return id.value().getBytes(StandardCharsets.UTF_8);
    }
}
