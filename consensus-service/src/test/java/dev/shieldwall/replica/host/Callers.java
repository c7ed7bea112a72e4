package dev.shieldwall.replica.host;

import dev.shieldwall.crypto.signature.Ed25519PrivateKey;
import dev.shieldwall.crypto.signature.Ed25519Signer;
import dev.shieldwall.crypto.signature.SigningContext;
import dev.shieldwall.model.capability.CapabilityId;
import dev.shieldwall.model.capability.Constraints;
import dev.shieldwall.model.capability.Dimensions;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.command.CapabilityCommand;
import dev.shieldwall.model.command.Command;
import dev.shieldwall.model.command.CommandJws;
import dev.shieldwall.model.command.CommandPayload;
import dev.shieldwall.model.command.IdentityCommand;
import dev.shieldwall.model.command.SessionCommand;
import dev.shieldwall.model.decision.CommandId;
import dev.shieldwall.model.identity.Attestation;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.model.identity.VerificationKey;
import dev.shieldwall.model.session.SessionId;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Principals with keys of their own names, and the commands that they sign. */
public final class Callers {

    public static final PrincipalId OPERATOR = new PrincipalId("spiffe://mesh.example/operator/ana");
    public static final PrincipalId ISSUER = new PrincipalId("spiffe://mesh.example/issuer/ca");

    private static final long TEN_MINUTES = 600_000;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Hash chainId;

    public Callers(Hash chainId) {
        this.chainId = chainId;
    }

    static Ed25519Signer signer(PrincipalId id) {
        byte[] seed = Hash.sha256(id.value().getBytes(StandardCharsets.UTF_8)).value().toArray();
        return new Ed25519Signer(Ed25519PrivateKey.fromSeed(seed));
    }

    public static VerificationKey key(PrincipalId id) {
        return VerificationKey.ed25519(signer(id).publicKey().bytes());
    }

    static Bytes sixteen() {
        byte[] out = new byte[16];
        RANDOM.nextBytes(out);
        return Bytes.wrap(out);
    }

    public byte[] sign(PrincipalId principal, Command command) {
        return sign(principal, command, System.currentTimeMillis() + TEN_MINUTES - 30_000);
    }

    public byte[] sign(PrincipalId principal, Command command, long notAfterMillis) {
        return sign(payload(principal, command, notAfterMillis), signer(principal));
    }

    /** Under an id that somebody else may have drawn as well. */
    public byte[] sign(PrincipalId principal, Command command, CommandId id) {
        long notAfter = System.currentTimeMillis() + TEN_MINUTES - 30_000;
        return sign(new CommandPayload(chainId, id, principal, notAfter, command), signer(principal));
    }

    private static byte[] sign(CommandPayload payload, Ed25519Signer signer) {
        byte[] input = CommandJws.signingInput(signer.publicKey().thumbprint(), payload);
        return CommandJws.assemble(input, signer.sign(SigningContext.JWS, input));
    }

    private CommandPayload payload(PrincipalId principal, Command command, long notAfterMillis) {
        return new CommandPayload(chainId, new CommandId(sixteen()), principal, notAfterMillis, command);
    }

    /** As if of {@code principal}, whose key never signed it. */
    byte[] forged(PrincipalId principal, Command command) {
        byte[] input = CommandJws.signingInput(
                signer(principal).publicKey().thumbprint(),
                payload(principal, command, System.currentTimeMillis() + TEN_MINUTES - 30_000));
        return CommandJws.assemble(input, new byte[CommandJws.SIGNATURE_BYTES]);
    }

    /** Signed well, by the key of {@code signer} where that of {@code principal} is asked for. */
    byte[] signedByAnother(PrincipalId principal, PrincipalId signer, Command command) {
        return sign(payload(principal, command, System.currentTimeMillis() + TEN_MINUTES - 30_000), signer(signer));
    }

    public byte[] register(PrincipalId id) {
        return sign(id, registration(id, System.currentTimeMillis() + 3_600_000));
    }

    /** @param end of the attestation, Unix milliseconds */
    IdentityCommand.Register registration(PrincipalId id, long end) {
        byte[] statement = Attestation.message(chainId, id, key(id), ISSUER, new TreeMap<>(), end);
        byte[] signature = signer(ISSUER).sign(SigningContext.of(Attestation.SIGNING_LABEL), statement);
        var attestation = new Attestation(ISSUER, new TreeMap<>(), end, Bytes.wrap(signature));
        return new IdentityCommand.Register(key(id), attestation, "participant", 1, List.of());
    }

    byte[] revoke(PrincipalId by, PrincipalId id) {
        return sign(by, new IdentityCommand.Revoke(id, "lost its key"));
    }

    /** About 44,000 bytes, as long as a command gets; the signature is none. */
    byte[] large(PrincipalId principal) {
        List<String> resources = IntStream.range(0, 64).mapToObj(i -> i + "/" + "x".repeat(500)).toList();
        var capability = new CapabilityCommand.RequestedCapability("data", "read", null, null, null, resources, null);
        return forged(principal, new CapabilityCommand.Authorize(
                new SessionId(sixteen()), capability, new CapabilityCommand.RequestContext("test", null), null, null,
                null, null));
    }

    /** As short as a command gets; the signature is none. */
    byte[] small(PrincipalId principal) {
        return forged(principal, close());
    }

    public byte[] grant(PrincipalId holder) {
        return sign(OPERATOR, new CapabilityCommand.Grant(
                new CapabilityId(sixteen()), holder, new Dimensions("data", "read", null, null, null), List.of("db"),
                Constraints.NONE, System.currentTimeMillis() + 3_600_000));
    }

    /** A command that is always decided: to close a session that nobody opened. */
    public byte[] session() {
        return sign(OPERATOR, close());
    }

    public byte[] sessionUntil(long notAfterMillis) {
        return sign(OPERATOR, close(), notAfterMillis);
    }

    public static SessionCommand.Close close() {
        return new SessionCommand.Close(new SessionId(sixteen()));
    }
}
