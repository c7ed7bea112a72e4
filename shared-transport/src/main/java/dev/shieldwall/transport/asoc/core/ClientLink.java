package dev.shieldwall.transport.asoc.core;

import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.kem.CiphertextRejectedException;
import dev.shieldwall.crypto.kem.KemPrivateKey;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * The dialling side: HELLO, ACCEPT and, if the token is marked, own offer, the server's offer with its proof, own proof.
 *
 * <p>An old ACCEPT does not say who sent it: the peer is then called what was asked for, and nothing shows that it is.
 */
public final class ClientLink implements Link {

    private sealed interface State {}

    private record Greeting(Hello hello) implements State {}

    @SuppressWarnings("ArrayRecordComponent") // lives for one handshake and is never compared
    private record Offering(Hello hello, Accept accept, byte[] offer, KemPrivateKey ephemeral) implements State {}

    private record Open(Established established) implements State {}

    private final Terms terms;
    private final NodeId server;
    private final ClusterKey key;
    private final ReplayMemory<Long> tokens;
    private final Randomness randomness;
    private State state;

    /**
     * @param key one of the usable keys of the terms: a server that has not rotated yet knows only the previous one
     * @param tokens those that this node was given before; a second time they come from a recording
     */
    public ClientLink(Terms terms, NodeId server, ClusterKey key, ReplayMemory<Long> tokens, Randomness randomness) {
        this.terms = terms;
        this.server = server;
        this.key = key;
        this.tokens = tokens;
        this.randomness = randomness;
        this.state = new Greeting(key.hello(terms.self(), randomness.nextInt()));
    }

    /** The first frame of the connection. */
    public byte[] helloFrame() {
        if (!(state instanceof Greeting(var hello))) {
            throw new IllegalStateException("HELLO is the first frame");
        }
        return hello.frame();
    }

    @Override
    public void admit(FrameHeader header) throws RefusedException {
        switch (state) {
            case Greeting _ -> ServerLink.requireHandshake(header, FrameType.ACCEPT, Accept.BYTES);
            case Offering _ -> ServerLink.requireHandshake(
                    header, FrameType.CONTROL, Offer.Side.SERVER.offerBytes() + Agreement.PROOF_BYTES);
            case Open(var established) -> established.admit(header);
        }
    }

    @Override
    public List<Output> receive(FrameHeader header, ByteBuffer payload, long nowMillis) throws RefusedException {
        return switch (state) {
            case Greeting(var hello) -> accept(hello, Accept.read(payload), nowMillis);
            case Offering offering -> offer(offering, ServerLink.bytes(payload));
            case Open(var established) -> established.receive(header, payload);
        };
    }

    private List<Output> accept(Hello hello, Accept accept, long nowMillis) throws RefusedException {
        key.verify(accept);
        tokens.admit(accept.token(), nowMillis);
        if (key.isMarked(accept.token(), hello)) {
            return offerTo(hello, accept);
        }
        if (!terms.trust().legacyAllowed(server)) {
            throw new RefusedException(Refusal.DOWNGRADE);
        }
        state = new Open(Established.legacy());
        return List.of(new Output.ReadyLegacy(server));
    }

    private List<Output> offerTo(Hello hello, Accept accept) {
        KemPrivateKey ephemeral = randomness.ephemeralKey(Offer.KEM);
        byte[] offer = new Offer(terms.self(), randomness.nonce(Offer.NONCE_BYTES), terms.community().wholeHash(),
                terms.identity().publicKey(), ephemeral.publicKey().encode()).encode(Offer.Side.CLIENT);
        state = new Offering(hello, accept, offer, ephemeral);
        return List.of(new Output.Send(FrameHeader.handshake(FrameType.CONTROL, offer)));
    }

    private List<Output> offer(Offering own, byte[] answer) throws RefusedException {
        byte[] serverBytes = Arrays.copyOf(answer, Offer.Side.SERVER.offerBytes());
        byte[] proof = Arrays.copyOfRange(answer, serverBytes.length, answer.length);
        Offer offer = Offer.decode(Offer.Side.SERVER, serverBytes);
        offer.require(server, terms);
        byte[] transcript = Agreement.transcript(own.hello(), own.accept(), own.offer(), serverBytes);
        try (KemPrivateKey ephemeral = own.ephemeral();
                Agreement agreement = new Agreement(decapsulate(ephemeral, offer), key, transcript)) {
            agreement.verify(Agreement.Side.SERVER, offer.identity(), proof);
            state = new Open(Established.sealed(agreement.seal(Agreement.Side.SERVER)));
            byte[] ownProof = agreement.prove(Agreement.Side.CLIENT, terms.identity());
            return List.of(new Output.Send(FrameHeader.handshake(FrameType.CONTROL, ownProof)),
                    new Output.ReadySealed(server, agreement.seal(Agreement.Side.CLIENT)));
        }
    }

    private static SecretBytes decapsulate(KemPrivateKey ephemeral, Offer offer) throws RefusedException {
        try {
            return ephemeral.decapsulate(offer.keyExchange());
        } catch (CiphertextRejectedException e) {
            throw new RefusedException(Refusal.MALFORMED);
        }
    }

    @Override
    public boolean ready() {
        return state instanceof Open;
    }

    @Override
    public long keyName() {
        return key.name();
    }

    @Override
    public List<Output> offerTimeOver() {
        return List.of();
    }

    @Override
    public void close() {
        switch (state) {
            case Offering offering -> offering.ephemeral().close();
            case Open(var established) -> established.close();
            case Greeting _ -> {}
        }
    }
}
