package dev.shieldwall.transport.asoc;

import dev.shieldwall.crypto.signature.Ed25519Signer;
import dev.shieldwall.transport.asoc.core.Community;
import dev.shieldwall.transport.asoc.core.NodeId;
import dev.shieldwall.transport.asoc.core.Trust;

/** Who a node is: its name, the identity key that stands for it, its cluster's name, and whom it believes. */
public record Who(NodeId id, Ed25519Signer identity, Community community, Trust trust) {}
