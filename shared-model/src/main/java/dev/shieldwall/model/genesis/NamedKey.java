package dev.shieldwall.model.genesis;

import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.model.identity.VerificationKey;

/** A principal that genesis itself makes known: an operator or an attestation issuer. */
public record NamedKey(PrincipalId id, VerificationKey key) {}
