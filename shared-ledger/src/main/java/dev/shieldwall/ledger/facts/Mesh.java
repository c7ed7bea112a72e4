package dev.shieldwall.ledger.facts;

import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.genesis.Approvers;

/** What genesis fixed for the whole mesh. The versions are those of genesis, switched by nothing in this version. */
public record Mesh(
        Hash chainId, String trustDomain, int signatureRule, int commandProfile, int evaluator, Approvers approvers) {}
