package dev.shieldwall.transport.channel.core;

import java.util.HexFormat;

/**
 * What a finished handshake leaves: the peer, the suite and the secrets of both directions. Two sides that have the same
 * {@link #binding} have seen the same three messages.
 */
public final class Established implements AutoCloseable {

    private final PeerIdentity peer;
    private final ChannelSuite suite;
    private final DirectionSecrets secrets;
    private final byte[] binding;

    Established(PeerIdentity peer, ChannelSuite suite, DirectionSecrets secrets, byte[] binding) {
        this.peer = peer;
        this.suite = suite;
        this.secrets = secrets;
        this.binding = binding;
    }

    public PeerIdentity peer() {
        return peer;
    }

    public ChannelSuite suite() {
        return suite;
    }

    DirectionSecrets secrets() {
        return secrets;
    }

    /** Hash of the three messages; public, and another for every handshake. */
    public byte[] binding() {
        return binding.clone();
    }

    @Override
    public void close() {
        secrets.close();
    }

    @Override
    public String toString() {
        return "Established[" + peer.name() + ", " + suite + ", " + HexFormat.of().formatHex(binding, 0, 8) + "]";
    }
}
