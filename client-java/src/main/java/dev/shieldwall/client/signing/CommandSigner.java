package dev.shieldwall.client.signing;

import dev.shieldwall.crypto.signature.Ed25519Signer;
import dev.shieldwall.crypto.signature.SigningContext;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.codec.MalformedException;
import dev.shieldwall.model.command.Command;
import dev.shieldwall.model.command.CommandJws;
import dev.shieldwall.model.command.CommandPayload;
import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.model.decision.CommandId;
import dev.shieldwall.model.identity.PrincipalId;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Signs commands in the name of one principal, each under a fresh random id. Thread-safe. */
public final class CommandSigner {

    /** How long a command may wait for its decision unless the caller says otherwise. */
    public static final Duration DEFAULT_LIFETIME = Duration.ofSeconds(30);
    /** Longer lives are refused by every replica. */
    public static final Duration MAX_LIFETIME = Duration.ofMinutes(10);

    private final PrincipalId principal;
    private final Ed25519Signer signer;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public CommandSigner(PrincipalId principal, Ed25519Signer signer, Clock clock) {
        this.principal = principal;
        this.signer = signer;
        this.clock = clock;
    }

    public PrincipalId principal() {
        return principal;
    }

    /** The public key that verifies what this signs, 32 bytes. */
    public byte[] publicKey() {
        return signer.publicKey().bytes();
    }

    /** Signs {@code command} for the mesh {@code chainId}, valid for {@link #DEFAULT_LIFETIME}. */
    public SignedCommand sign(Command command, Hash chainId) {
        return sign(command, chainId, clock.instant().plus(DEFAULT_LIFETIME));
    }

    /**
     * Signs {@code command} for the mesh {@code chainId}.
     *
     * @param notAfter last block time at which it may take effect; at most {@link #MAX_LIFETIME} ahead
     */
    public SignedCommand sign(Command command, Hash chainId, Instant notAfter) {
        Instant now = clock.instant();
        if (!notAfter.isAfter(now) || notAfter.isAfter(now.plus(MAX_LIFETIME))) {
            throw new IllegalArgumentException("notAfter lies between now and " + MAX_LIFETIME.toMinutes()
                    + " minutes ahead");
        }
        var payload = new CommandPayload(
                chainId, new CommandId(randomBytes(CommandId.BYTES)), principal, notAfter.toEpochMilli(), command);
        return sign(payload, signer);
    }

    /** Signs a payload as it is. Reading back what was just made shows mistakes here rather than at a replica. */
    public static SignedCommand sign(CommandPayload payload, Ed25519Signer signer) {
        byte[] input = CommandJws.signingInput(signer.publicKey().thumbprint(), payload);
        byte[] jws = CommandJws.assemble(input, signer.sign(SigningContext.JWS, input));
        try {
            return CommandJws.parse(jws, jws.length);
        } catch (MalformedException e) {
            throw new IllegalArgumentException("not a command that a replica reads: " + e.getMessage(), e);
        }
    }

    /** Random bytes for the ids that a principal draws itself: sessions, capabilities. */
    public Bytes randomBytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return Bytes.wrap(bytes);
    }
}
