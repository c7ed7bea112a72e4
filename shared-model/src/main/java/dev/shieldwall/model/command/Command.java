package dev.shieldwall.model.command;

/** What a principal asks the ledger to do. */
public sealed interface Command permits IdentityCommand, CapabilityCommand, SessionCommand {}
