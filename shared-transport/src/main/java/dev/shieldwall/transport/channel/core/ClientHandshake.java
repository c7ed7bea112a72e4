package dev.shieldwall.transport.channel.core;

import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.kem.CiphertextRejectedException;
import dev.shieldwall.crypto.kem.KemPrivateKey;
import dev.shieldwall.crypto.signature.SigningContext;
import java.time.Instant;
import java.util.List;

/**
 * The side that connects. Ephemeral keys, challenge and time come from outside and are used in no other handshake.
 *
 * <p>Guarantee: {@link #finish} returns only if the holder of a key that the allow-list has under the wanted name signed
 * this very handshake now and has its secret. Closing overwrites the ephemeral keys.
 */
public final class ClientHandshake implements AutoCloseable {

    /** Who asks, whom, and which keys the asked one may have. */
    public record Party(LocalIdentity own, ComponentName server, AllowList allowed) {}

    /** The client's last message, to be sent before anything else, and the session. */
    @SuppressWarnings("ArrayRecordComponent") // handed on; never compared
    public record Finished(byte[] message, Established session) {}

    private final Party party;
    private final List<KemPrivateKey> ephemeral;
    private final byte[] hello;

    /** Takes the keys over. One for each suite that is offered, the preferred first. */
    public ClientHandshake(Party party, List<KemPrivateKey> ephemeral, byte[] challenge, Instant now) {
        this.party = party;
        this.ephemeral = List.copyOf(ephemeral);
        List<byte[]> shares = ephemeral.stream().map(key -> key.publicKey().encode()).toList();
        byte[] unsigned = ClientHello.unsigned(Greeting.of(party.own(), challenge, now), party.server(), shares);
        this.hello = MessageType.concat(unsigned, sign(Signed.CLIENT_HELLO, Transcript.EMPTY.with(unsigned)));
    }

    private byte[] sign(SigningContext role, Transcript transcript) {
        return party.own().signer().sign(role, transcript.hash());
    }

    public byte[] hello() {
        return hello.clone();
    }

    public Finished finish(byte[] serverHello, Instant now) throws HandshakeRefusedException {
        ServerHello answer = ServerHello.parse(serverHello);
        PeerIdentity server = checkServer(answer, now);
        byte[] unsigned = answer.signed().covered(serverHello);
        Transcript agreed = Transcript.EMPTY.with(hello).with(unsigned);
        answer.signed().verify(server.key(), Signed.SERVER, agreed.hash());
        try (SecretBytes secret = decapsulate(answer);
                var keys = new HandshakeKeys(secret, agreed)) {
            Transcript signed = agreed.with(answer.signed().signature());
            keys.verify(HandshakeKeys.Confirmation.SERVER, signed, answer.confirmation());
            return prove(keys, signed.with(answer.confirmation()), answer.suite(), server);
        }
    }

    private PeerIdentity checkServer(ServerHello answer, Instant now) throws HandshakeRefusedException {
        if (!answer.greeting().name().equals(party.server())) {
            throw new HandshakeRefusedException(Refusal.OTHER_SERVER);
        }
        PeerIdentity server = answer.greeting().claimed(party.own(), party.allowed(), now);
        if (ephemeral.stream().noneMatch(key -> key.algorithm() == answer.suite().kem())) {
            throw new HandshakeRefusedException(Refusal.NO_COMMON_SUITE);
        }
        return server;
    }

    private SecretBytes decapsulate(ServerHello answer) throws HandshakeRefusedException {
        KemPrivateKey own = ephemeral.stream()
                .filter(key -> key.algorithm() == answer.suite().kem())
                .findFirst()
                .orElseThrow();
        try {
            return own.decapsulate(answer.ciphertext());
        } catch (CiphertextRejectedException e) {
            throw new HandshakeRefusedException(Refusal.BAD_KEY);
        }
    }

    private Finished prove(HandshakeKeys keys, Transcript heard, ChannelSuite suite, PeerIdentity server) {
        byte[] unsigned = ClientFinish.unsigned();
        Transcript whole = heard.with(unsigned);
        byte[] signature = sign(Signed.CLIENT, whole);
        Transcript signed = whole.with(signature);
        byte[] confirmation = keys.confirm(HandshakeKeys.Confirmation.CLIENT, signed);
        Transcript all = signed.with(confirmation);
        var session = new Established(server, suite, keys.traffic(all), all.hash());
        return new Finished(MessageType.concat(unsigned, signature, confirmation), session);
    }

    @Override
    public void close() {
        ephemeral.forEach(KemPrivateKey::close);
    }
}
