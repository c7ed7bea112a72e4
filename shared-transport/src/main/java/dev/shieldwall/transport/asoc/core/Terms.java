package dev.shieldwall.transport.asoc.core;

import dev.shieldwall.crypto.signature.Ed25519Signer;

/** Who this node is and whom it believes, as one connection sees it from beginning to end. */
public record Terms(NodeId self, Ed25519Signer identity, Community community, ClusterKeys keys, Trust trust) {}
