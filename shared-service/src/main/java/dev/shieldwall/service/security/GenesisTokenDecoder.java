package dev.shieldwall.service.security;

import dev.shieldwall.client.signing.ReadToken;
import dev.shieldwall.client.signing.ReadTokenRejectedException;
import dev.shieldwall.crypto.signature.Ed25519PublicKey;
import dev.shieldwall.crypto.signature.KeyRejectedException;
import dev.shieldwall.model.genesis.Genesis;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;

/**
 * Verifies read tokens with the token key of genesis. Not Nimbus: signatures of this system are verified under one rule
 * only, and that rule lies in shared-crypto.
 */
final class GenesisTokenDecoder implements JwtDecoder {

    private final Genesis genesis;
    private final Ed25519PublicKey tokenKey;
    private final Clock clock;

    GenesisTokenDecoder(Genesis genesis, Clock clock) throws KeyRejectedException {
        this.genesis = genesis;
        this.tokenKey = Ed25519PublicKey.of(genesis.tokenKey().key().toArray());
        this.clock = clock;
    }

    @Override
    public Jwt decode(String compact) {
        try {
            ReadToken token = ReadToken.verify(compact, tokenKey, genesis, clock.instant());
            return Jwt.withTokenValue(compact)
                    .header("alg", "EdDSA")
                    .header("kid", tokenKey.thumbprint())
                    .issuer(token.iss())
                    .subject(token.sub().value())
                    .audience(List.of(token.aud()))
                    .issuedAt(Instant.ofEpochSecond(token.iat()))
                    .expiresAt(Instant.ofEpochSecond(token.exp()))
                    .claim("scope", token.scope())
                    .build();
        } catch (ReadTokenRejectedException e) {
            throw new BadJwtException(e.getMessage() == null ? "rejected" : e.getMessage());
        }
    }
}
