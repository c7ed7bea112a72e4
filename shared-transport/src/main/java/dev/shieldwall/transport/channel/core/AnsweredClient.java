package dev.shieldwall.transport.channel.core;

/** A client that was answered and has yet to prove that it is there. Closing overwrites the keys. */
public final class AnsweredClient implements AutoCloseable {

    record Peer(PeerIdentity identity, ChannelSuite suite) {}

    private final Peer peer;
    private final byte[] hello;
    private final HandshakeKeys keys;
    private final Transcript transcript;

    AnsweredClient(Peer peer, byte[] hello, HandshakeKeys keys, Transcript transcript) {
        this.peer = peer;
        this.hello = hello;
        this.keys = keys;
        this.transcript = transcript;
    }

    /** The server's message. */
    public byte[] hello() {
        return hello.clone();
    }

    public Established complete(byte[] clientFinish) throws HandshakeRefusedException {
        ClientFinish finish = ClientFinish.parse(clientFinish);
        Transcript whole = transcript.with(finish.signed().covered(clientFinish));
        finish.signed().verify(peer.identity().key(), Signed.CLIENT, whole.hash());
        Transcript signed = whole.with(finish.signed().signature());
        keys.verify(HandshakeKeys.Confirmation.CLIENT, signed, finish.confirmation());
        Transcript all = signed.with(finish.confirmation());
        return new Established(peer.identity(), peer.suite(), keys.traffic(all), all.hash());
    }

    @Override
    public void close() {
        keys.close();
    }
}
