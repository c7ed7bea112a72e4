package dev.shieldwall.transport.channel.core;

import dev.shieldwall.crypto.kem.KemPublicKey;
import dev.shieldwall.crypto.signature.KeyRejectedException;
import java.time.Instant;
import java.util.List;

/**
 * The side that is connected to. A client is admitted by look-ups first, then by one signature, and only then is the
 * agreement computed; a stranger costs a look-up.
 *
 * <p>Thread-safe; each admission is a handshake of its own.
 */
public final class ServerHandshake {

    /** Who serves, whom, and by which suites, the preferred first. A list of {@code HYBRID} alone demands it. */
    public record Party(LocalIdentity own, AllowList allowed, List<ChannelSuite> suites) {

        public Party {
            suites = List.copyOf(suites);
            if (suites.isEmpty()) {
                throw new IllegalArgumentException("a server without a suite");
            }
        }
    }

    private final Party party;
    private final ChallengeMemory memory;

    public ServerHandshake(Party party, ChallengeMemory memory) {
        this.party = party;
        this.memory = memory;
    }

    /** The cheapest questions first; nothing is remembered of a hello whose signature is wrong. */
    public AdmittedClient admit(byte[] clientHello, Instant now) throws HandshakeRefusedException {
        ClientHello hello = ClientHello.parse(clientHello);
        if (!hello.server().equals(party.own().name())) {
            throw new HandshakeRefusedException(Refusal.OTHER_SERVER);
        }
        PeerIdentity client = hello.greeting().claimed(party.own(), party.allowed(), now);
        byte[] share = choose(hello);
        byte[] signed = Transcript.EMPTY.with(hello.signed().covered(clientHello)).hash();
        hello.signed().verify(client.key(), Signed.CLIENT_HELLO, signed);
        memory.remember(client, hello.greeting(), now);
        return new AdmittedClient(party.own(), client, key(share), Transcript.EMPTY.with(clientHello));
    }

    private byte[] choose(ClientHello hello) throws HandshakeRefusedException {
        return party.suites().stream()
                .flatMap(suite -> hello.share(suite).stream())
                .findFirst()
                .orElseThrow(() -> new HandshakeRefusedException(Refusal.NO_COMMON_SUITE));
    }

    private static KemPublicKey key(byte[] share) throws HandshakeRefusedException {
        try {
            return KemPublicKey.decode(share);
        } catch (KeyRejectedException e) {
            throw new HandshakeRefusedException(Refusal.BAD_KEY);
        }
    }
}
