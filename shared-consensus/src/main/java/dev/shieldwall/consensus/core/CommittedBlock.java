package dev.shieldwall.consensus.core;

import dev.shieldwall.model.block.Block;
import dev.shieldwall.model.block.QuorumCertificate;

/** A block with the certificate that commits it: what a lagging replica is sent. It computes the results itself. */
public record CommittedBlock(Block block, QuorumCertificate certificate) {}
