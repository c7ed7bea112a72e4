package dev.shieldwall.client;

import dev.shieldwall.client.http.GatewayExchange;
import dev.shieldwall.client.http.HttpReply;
import dev.shieldwall.client.http.Problem;
import dev.shieldwall.client.http.Wire;
import dev.shieldwall.client.ledger.CommandRef;
import dev.shieldwall.client.ledger.Outcome;
import dev.shieldwall.client.ledger.Resolution;
import dev.shieldwall.client.signing.CommandSigner;
import dev.shieldwall.model.block.CertificateRejectedException;
import dev.shieldwall.model.capability.Capability;
import dev.shieldwall.model.capability.CapabilityId;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.codec.JsonCodec;
import dev.shieldwall.model.codec.MalformedException;
import dev.shieldwall.model.command.CapabilityCommand;
import dev.shieldwall.model.command.Command;
import dev.shieldwall.model.command.IdentityCommand;
import dev.shieldwall.model.command.SessionCommand;
import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.model.genesis.Genesis;
import dev.shieldwall.model.identity.Attestation;
import dev.shieldwall.model.identity.Identity;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.model.identity.VerificationKey;
import dev.shieldwall.model.receipt.ExpectedRequest;
import dev.shieldwall.model.receipt.Receipt;
import dev.shieldwall.model.receipt.ReceiptRejectedException;
import dev.shieldwall.model.receipt.Verdict;
import dev.shieldwall.model.session.Session;
import dev.shieldwall.model.session.SessionId;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/**
 * The mesh as an application sees it. Every write is signed here and answers with an {@link Outcome} whose receipt was
 * verified here, against the genesis that this client was given; the gateway in between is not trusted.
 *
 * <p>Thread-safe.
 */
public final class ShieldwallClient {

    private static final JsonCodec<Identity> IDENTITY = JsonCodec.of(Identity.class);
    private static final JsonCodec<Capability> CAPABILITY = JsonCodec.of(Capability.class);
    private static final JsonCodec<Session> SESSION = JsonCodec.of(Session.class);

    private final Genesis genesis;
    private final Hash chainId;
    private final GatewayConnection gateway;

    /**
     * @param genesis the trust anchor
     * @param token gives the bearer token for reads (see ReadToken), called for each read
     * @throws CertificateRejectedException if the genesis does not hold
     */
    public ShieldwallClient(HttpClient http, ClientSettings settings, Genesis genesis, Supplier<String> token)
            throws CertificateRejectedException {
        this(GatewayExchange.over(http, settings.gateway()), settings, genesis, token);
    }

    /**
     * As the other, over whatever carries the calls, such as a {@link dev.shieldwall.client.channel.ChannelExchange}.
     *
     * @throws CertificateRejectedException if the genesis does not hold
     */
    public ShieldwallClient(
            GatewayExchange exchange, ClientSettings settings, Genesis genesis, Supplier<String> token)
            throws CertificateRejectedException {
        this.genesis = genesis;
        this.chainId = genesis.chainId();
        this.gateway = new GatewayConnection(exchange, settings, genesis, token);
    }

    public Genesis genesis() {
        return genesis;
    }

    /** Makes the principal of {@code self} known, with an attestation that an issuer of genesis signed over its key. */
    public Outcome registerService(
            CommandSigner self, Attestation attestation, String meshRole, List<PrincipalId> trustedPeers)
            throws InterruptedException {
        VerificationKey key = VerificationKey.ed25519(self.publicKey());
        return submit(self, new IdentityCommand.Register(key, attestation, meshRole, 1, trustedPeers));
    }

    /** Ends an identity for good. */
    public Outcome revokeIdentity(CommandSigner signer, PrincipalId id, String reason) throws InterruptedException {
        return submit(signer, new IdentityCommand.Revoke(id, reason));
    }

    /** Gives a right, as an operator. {@link #newCapabilityId} makes the id. */
    public Outcome grant(CommandSigner operator, CapabilityCommand.Grant grant) throws InterruptedException {
        return submit(operator, grant);
    }

    /** Takes a right back for good, as an operator. */
    public Outcome revokeCapability(CommandSigner operator, CapabilityId id, String reason)
            throws InterruptedException {
        return submit(operator, new CapabilityCommand.Revoke(id, reason));
    }

    /**
     * Opens a session for the principal of {@code self}.
     *
     * @param participants registered principals or replicas
     * @param timeout lifetime from block time
     */
    public Outcome establishSession(
            CommandSigner self, SessionId id, List<PrincipalId> participants, Duration timeout)
            throws InterruptedException {
        return submit(self, new SessionCommand.Establish(id, participants, timeout.toMillis()));
    }

    public Outcome closeSession(CommandSigner self, SessionId id) throws InterruptedException {
        return submit(self, new SessionCommand.Close(id));
    }

    /** Asks whether the principal of {@code self} may run an operation now. A denial is a decision, with a receipt. */
    public Outcome authorizeOperation(CommandSigner self, CapabilityCommand.Authorize request)
            throws InterruptedException {
        return submit(self, request);
    }

    private Outcome submit(CommandSigner signer, Command command) throws InterruptedException {
        return submit(signer.sign(command, chainId));
    }

    /** Submits a command that was signed elsewhere. */
    public Outcome submit(SignedCommand command) throws InterruptedException {
        return gateway.submit(command);
    }

    /** Finds out what became of a command whose outcome is unknown. */
    public Resolution resolve(CommandRef command) throws InterruptedException {
        return gateway.resolve(command);
    }

    /** Verifies a receipt and compares it with what is to be done now; needs no network. Only Valid permits. */
    public Verdict verify(Receipt receipt, ExpectedRequest expected, Instant now) throws ReceiptRejectedException {
        return gateway.verifier().verify(receipt, expected, now.toEpochMilli());
    }

    public Identity identity(PrincipalId id) throws IOException, InterruptedException {
        return read(ApiPaths.identity(id), IDENTITY);
    }

    public Capability capability(CapabilityId id) throws IOException, InterruptedException {
        return read(ApiPaths.CAPABILITIES + "/" + id, CAPABILITY);
    }

    public Session session(SessionId id) throws IOException, InterruptedException {
        return read(ApiPaths.SESSIONS + "/" + id, SESSION);
    }

    /**
     * Reads what the mesh shows under {@code path}. Read models are not certified: for proof, take a receipt or an audit
     * proof.
     *
     * @param codec of the answer
     * @throws ReadRefusedException for a problem, also 404
     */
    public <T> T read(String path, JsonCodec<T> codec) throws IOException, InterruptedException {
        HttpReply reply = gateway.get(path, Wire.JSON);
        if (reply.status() != 200) {
            throw new ReadRefusedException(reply.problem().orElseGet(() -> Problem.of(
                    reply.status(), "status-" + reply.status(), "No problem document", "the answer is not of the mesh")));
        }
        try {
            return codec.decode(reply.body().unsafeArray());
        } catch (MalformedException e) {
            throw new IOException("the answer is not of the expected type: " + e.getMessage(), e);
        }
    }

    public static SessionId newSessionId(CommandSigner signer) {
        return new SessionId(signer.randomBytes(SessionId.BYTES));
    }

    public static CapabilityId newCapabilityId(CommandSigner signer) {
        return new CapabilityId(signer.randomBytes(CapabilityId.BYTES));
    }
}
