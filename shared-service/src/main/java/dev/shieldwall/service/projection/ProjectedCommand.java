package dev.shieldwall.service.projection;

import dev.shieldwall.model.block.ResultLeaf;
import dev.shieldwall.model.command.SignedCommand;

/** A committed command and what came of it. */
public record ProjectedCommand(SignedCommand command, ResultLeaf result) {}
