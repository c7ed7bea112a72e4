package dev.shieldwall.transport.channel.core;

import dev.shieldwall.crypto.kem.Encapsulation;
import dev.shieldwall.crypto.kem.KemPublicKey;
import java.time.Instant;

/** A client on the allow-list whose hello is signed, fresh and new. Whether it is there now only its last message shows. */
public final class AdmittedClient {

    private final LocalIdentity own;
    private final PeerIdentity client;
    private final KemPublicKey share;
    private final Transcript transcript;

    AdmittedClient(LocalIdentity own, PeerIdentity client, KemPublicKey share, Transcript transcript) {
        this.own = own;
        this.client = client;
        this.share = share;
        this.transcript = transcript;
    }

    public PeerIdentity client() {
        return client;
    }

    /** The key of the chosen suite, for the caller to encapsulate to: that takes randomness, which is not here. */
    public KemPublicKey share() {
        return share;
    }

    /** The encapsulation is the caller's to close, and was made for {@link #share}. */
    public AnsweredClient answer(Encapsulation agreed, byte[] challenge, Instant now) {
        byte[] ciphertext = agreed.ciphertext();
        ChannelSuite suite = ChannelSuite.ofId(ciphertext[0]).orElseThrow();
        byte[] unsigned = ServerHello.unsigned(Greeting.of(own, challenge, now), ciphertext);
        Transcript spoken = transcript.with(unsigned);
        var keys = new HandshakeKeys(agreed.sharedSecret(), spoken);
        byte[] signature = own.signer().sign(Signed.SERVER, spoken.hash());
        Transcript signed = spoken.with(signature);
        byte[] confirmation = keys.confirm(HandshakeKeys.Confirmation.SERVER, signed);
        byte[] hello = MessageType.concat(unsigned, signature, confirmation);
        return new AnsweredClient(new AnsweredClient.Peer(client, suite), hello, keys, signed.with(confirmation));
    }
}
