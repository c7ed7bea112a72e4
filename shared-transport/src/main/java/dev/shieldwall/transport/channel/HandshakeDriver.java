package dev.shieldwall.transport.channel;

import dev.shieldwall.crypto.kem.Encapsulation;
import dev.shieldwall.crypto.kem.KemPrivateKey;
import dev.shieldwall.crypto.signature.KeyRejectedException;
import dev.shieldwall.transport.channel.core.AdmittedClient;
import dev.shieldwall.transport.channel.core.AnsweredClient;
import dev.shieldwall.transport.channel.core.ChannelSession.Side;
import dev.shieldwall.transport.channel.core.ChannelSuite;
import dev.shieldwall.transport.channel.core.ClientHandshake;
import dev.shieldwall.transport.channel.core.Established;
import dev.shieldwall.transport.channel.core.HandshakeRefusedException;
import dev.shieldwall.transport.channel.core.Refusal;
import dev.shieldwall.transport.channel.core.ServerHandshake;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** Runs a handshake over a stream: gives the core its randomness and time, and its messages their way. */
record HandshakeDriver(FrameStream stream, ChannelHost host) {

    private static final int CHALLENGE_BYTES = 32;
    /** No message of a handshake is longer. */
    private static final int MOST_BYTES = 2048;

    SecureChannel asClient(ClientHandshake.Party party, List<ChannelSuite> suites)
            throws IOException, HandshakeRefusedException {
        List<KemPrivateKey> ephemeral =
                suites.stream().map(suite -> KemPrivateKey.generate(suite.kem(), host.random())).toList();
        try (var handshake = new ClientHandshake(party, ephemeral, challenge(), Instant.now())) {
            stream.writeBytes(handshake.hello());
            ClientHandshake.Finished finished = handshake.finish(stream.readBytes(MOST_BYTES), Instant.now());
            stream.writeBytes(finished.message());
            return SecureChannel.start(stream, finished.session(), Side.CLIENT, host);
        }
    }

    SecureChannel asServer(ServerHandshake handshake) throws IOException, HandshakeRefusedException {
        AdmittedClient admitted = handshake.admit(stream.readBytes(MOST_BYTES), Instant.now());
        try (AnsweredClient answered = answer(admitted)) {
            stream.writeBytes(answered.hello());
            Established session = answered.complete(stream.readBytes(MOST_BYTES));
            return SecureChannel.start(stream, session, Side.SERVER, host);
        }
    }

    private AnsweredClient answer(AdmittedClient admitted) throws HandshakeRefusedException {
        try (Encapsulation agreed = admitted.share().encapsulate(host.random())) {
            return admitted.answer(agreed, challenge(), Instant.now());
        } catch (KeyRejectedException e) {
            throw new HandshakeRefusedException(Refusal.BAD_KEY);
        }
    }

    private byte[] challenge() {
        byte[] challenge = new byte[CHALLENGE_BYTES];
        host.random().nextBytes(challenge);
        return challenge;
    }
}
