package dev.shieldwall.benchmark;

import dev.shieldwall.client.signing.Attestor;
import dev.shieldwall.client.signing.CommandSigner;
import dev.shieldwall.crypto.keystore.KeyFiles;
import dev.shieldwall.crypto.signature.Ed25519PrivateKey;
import dev.shieldwall.crypto.signature.Ed25519Signer;
import dev.shieldwall.launcher.genesis.LocalGenesis;
import dev.shieldwall.model.capability.CapabilityId;
import dev.shieldwall.model.capability.Constraints;
import dev.shieldwall.model.capability.Dimensions;
import dev.shieldwall.model.capability.RiskLevel;
import dev.shieldwall.model.command.CapabilityCommand;
import dev.shieldwall.model.command.Command;
import dev.shieldwall.model.command.IdentityCommand;
import dev.shieldwall.model.command.SessionCommand;
import dev.shieldwall.model.decision.Decision;
import dev.shieldwall.model.genesis.Genesis;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.model.identity.VerificationKey;
import dev.shieldwall.model.receipt.Receipt;
import dev.shieldwall.model.session.SessionId;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;

/** Makes callers: registers services, grants each the critical operation, opens a session for each. */
final class Callers {

    private final Endpoint endpoint;
    private final Genesis genesis;
    private final Attestor attestor;
    private final CommandSigner operator;
    private final SecureRandom random = new SecureRandom();

    Callers(Endpoint endpoint, LocalGenesis local) throws IOException {
        this.endpoint = endpoint;
        this.genesis = local.read();
        this.attestor = local.attestor();
        this.operator = new CommandSigner(
                genesis.operators().getFirst().id(),
                new Ed25519Signer(KeyFiles.readPrivate(local.operatorKeyFile())), Clock.systemUTC());
    }

    Caller make(String name) throws IOException {
        var id = new PrincipalId("spiffe://" + genesis.trustDomain() + "/service/" + name);
        var signer = new CommandSigner(
                id, new Ed25519Signer(Ed25519PrivateKey.generate(random)), Clock.systemUTC());
        VerificationKey key = VerificationKey.ed25519(signer.publicKey());
        Instant until = Instant.now().plus(Duration.ofMinutes(5));
        var attestation = attestor.attest(id, key, new TreeMap<>(), until);
        require(signer, new IdentityCommand.Register(key, attestation, "participant", 1, List.of()));
        var dimensions = new Dimensions(Caller.DOMAIN, Caller.OPERATION, "system", "continuous", RiskLevel.CRITICAL);
        require(operator, new CapabilityCommand.Grant(
                new CapabilityId(signer.randomBytes(CapabilityId.BYTES)), id, dimensions, Caller.RESOURCES,
                Constraints.NONE, until.plus(Duration.ofHours(6)).toEpochMilli()));
        var session = new SessionId(signer.randomBytes(SessionId.BYTES));
        require(signer, new SessionCommand.Establish(
                session, List.of(genesis.replicaPrincipal(1)), Duration.ofHours(2).toMillis()));
        return new Caller(signer, session, genesis.chainId());
    }

    private void require(CommandSigner signer, Command command) throws IOException {
        Receipt receipt = endpoint.post(signer.sign(command, genesis.chainId()));
        if (receipt.result().decision() instanceof Decision.Rejected rejected) {
            throw new IOException("refused: " + rejected);
        }
    }
}
