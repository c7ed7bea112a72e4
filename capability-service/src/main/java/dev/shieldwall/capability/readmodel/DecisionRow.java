package dev.shieldwall.capability.readmodel;

import dev.shieldwall.model.decision.Authorization;

/** What readers need of a row: the record, and the number that the next page starts after. */
record DecisionRow(long sequence, Authorization authorization) {}
