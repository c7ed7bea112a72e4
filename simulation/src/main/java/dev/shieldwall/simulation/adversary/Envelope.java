package dev.shieldwall.simulation.adversary;

import dev.shieldwall.consensus.core.Message;

/** A message and to whom it goes. */
public record Envelope(int to, Message message) {}
