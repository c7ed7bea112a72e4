package dev.shieldwall.identity.readmodel;

import dev.shieldwall.model.identity.Identity;

/** What readers need of a row: the record, and the number that the next page starts after. */
record IdentityRow(long sequence, Identity identity) {}
