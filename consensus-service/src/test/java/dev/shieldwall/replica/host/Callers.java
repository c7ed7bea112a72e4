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
        Ed25519Signer signer = signer(principal);
        var payload =
                new CommandPayload(chainId, new CommandId(sixteen()), principal, notAfterMillis, command);
        byte[] input = CommandJws.signingInput(signer.publicKey().thumbprint(), payload);
        return CommandJws.assemble(input, signer.sign(SigningContext.JWS, input));
    }

    public byte[] register(PrincipalId id) {
        long end = System.currentTimeMillis() + 3_600_000;
        byte[] statement = Attestation.message(chainId, id, key(id), ISSUER, new TreeMap<>(), end);
        byte[] signature = signer(ISSUER).sign(SigningContext.of(Attestation.SIGNING_LABEL), statement);
        var attestation = new Attestation(ISSUER, new TreeMap<>(), end, Bytes.wrap(signature));
        return sign(id, new IdentityCommand.Register(key(id), attestation, "participant", 1, List.of()));
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

    private static SessionCommand.Close close() {
        return new SessionCommand.Close(new SessionId(sixteen()));
    }
}
