package dev.shieldwall.ledger.facts;

import dev.shieldwall.model.codec.Scalar;

/** A number of things that the state holds; absent stands for 0. */
@Scalar
public record Count(long value) {}
