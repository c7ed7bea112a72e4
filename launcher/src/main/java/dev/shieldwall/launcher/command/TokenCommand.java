package dev.shieldwall.launcher.command;

import dev.shieldwall.client.signing.ReadToken;
import dev.shieldwall.crypto.keystore.KeyFiles;
import dev.shieldwall.crypto.signature.Ed25519Signer;
import dev.shieldwall.launcher.genesis.LocalGenesis;
import dev.shieldwall.model.genesis.Genesis;
import dev.shieldwall.model.identity.PrincipalId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** Prints a bearer token for reading, signed with the token key of genesis and short-lived. */
public final class TokenCommand implements Command {

    @Override
    public String name() {
        return "token";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        Options options = Options.parse(invocation.arguments(), Set.of(), Set.of("--as", "--seconds"));
        options.none();
        LocalGenesis local = Trust.local(invocation.data());
        Genesis genesis = local.read();
        PrincipalId subject = options.principal("--as").orElseGet(() -> new PrincipalId(LocalGenesis.OPERATOR));
        long seconds =
                options.seconds("--seconds", ReadToken.MAX_LIFETIME.toSeconds(), ReadToken.MAX_LIFETIME.toSeconds());
        ReadToken token = ReadToken.of(genesis, subject, Instant.now(), Duration.ofSeconds(seconds));
        invocation.out().println(token.sign(new Ed25519Signer(KeyFiles.readPrivate(local.tokenKeyFile()))));
        return OK;
    }
}
