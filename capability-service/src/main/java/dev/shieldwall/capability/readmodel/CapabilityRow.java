package dev.shieldwall.capability.readmodel;

import dev.shieldwall.model.capability.Capability;

/** What readers need of a row: the record, and the number that the next page starts after. */
record CapabilityRow(long sequence, Capability capability) {}
