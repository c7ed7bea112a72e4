package dev.shieldwall.transport.asoc.core;

import dev.shieldwall.crypto.kem.Encapsulation;
import dev.shieldwall.crypto.kem.KemPublicKey;
import dev.shieldwall.crypto.signature.KeyRejectedException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The accepting side: HELLO, then either the client's offer and its proof, or whatever an old peer sends first. Until
 * the state {@link Open} a payload has exactly the length that the state expects, except for old peers that may speak.
 */
public final class ServerLink implements Link {

    /** A HELLO that was accepted; the name stands for the API key that it was made with. */
    public record SeenHello(NodeId node, int challenge, long keyName) {}

    private sealed interface State {}

    private enum Waiting implements State {
        FOR_HELLO
    }

    private record Greeted(Hello hello, Accept accept, ClusterKey key) implements State {}

    private record Offered(Offer offer, Agreement agreement) implements State {}

    private record Open(Established established) implements State {}

    private final Terms terms;
    private final ReplayMemory<SeenHello> seen;
    private final Randomness randomness;
    private State state = Waiting.FOR_HELLO;
    private long keyName;

    public ServerLink(Terms terms, ReplayMemory<SeenHello> seen, Randomness randomness) {
        this.terms = terms;
        this.seen = seen;
        this.randomness = randomness;
    }

    @Override
    public void admit(FrameHeader header) throws RefusedException {
        switch (state) {
            case Waiting _ -> requireHandshake(header, FrameType.HELLO, Hello.BYTES);
            case Greeted greeted -> admitFirst(header, greeted.hello().node());
            case Offered _ -> requireHandshake(header, FrameType.CONTROL, Agreement.PROOF_BYTES);
            case Open(var established) -> established.admit(header);
        }
    }

    /** A frame of the handshake has one length, known before: nobody unknown makes us keep more. */
    static void requireHandshake(FrameHeader header, FrameType type, int length) throws RefusedException {
        if (header.length() > length) {
            throw new RefusedException(Refusal.TOO_LONG);
        }
        if (!header.is(type) || header.stream() != 0 || header.sequence() != 0 || header.length() != length) {
            throw new RefusedException(Refusal.OUT_OF_PLACE);
        }
    }

    /** Where the peer may not be an old one, nothing but its offer comes next. */
    private void admitFirst(FrameHeader header, NodeId peer) throws RefusedException {
        if (!terms.trust().legacyAllowed(peer)) {
            if (!header.is(FrameType.CONTROL) || header.length() != Offer.Side.CLIENT.offerBytes()) {
                throw new RefusedException(Refusal.DOWNGRADE);
            }
        } else if (header.length() > FrameHeader.MAX_PAYLOAD_BYTES) {
            throw new RefusedException(Refusal.TOO_LONG);
        }
    }

    @Override
    public List<Output> receive(FrameHeader header, ByteBuffer payload, long nowMillis) throws RefusedException {
        return switch (state) {
            case Waiting _ -> hello(payload, nowMillis);
            case Greeted greeted -> first(greeted, header, payload);
            case Offered offered -> proof(offered, bytes(payload));
            case Open(var established) -> established.receive(header, payload);
        };
    }

    private List<Output> hello(ByteBuffer payload, long nowMillis) throws RefusedException {
        Hello hello = Hello.read(payload);
        ClusterKey key = keyOf(hello, nowMillis);
        if (hello.node().equals(terms.self())) {
            throw new RefusedException(Refusal.OWN_NODE_ID);
        }
        seen.admit(new SeenHello(hello.node(), hello.challenge(), key.name()), nowMillis);
        keyName = key.name();
        Accept accept = key.accept(key.markedToken(hello, randomness.nextInt()));
        state = new Greeted(hello, accept, key);
        return List.of(new Output.Send(accept.frame()));
    }

    private ClusterKey keyOf(Hello hello, long nowMillis) throws RefusedException {
        for (ClusterKey key : terms.keys().usable(nowMillis)) {
            try {
                key.verify(hello);
                return key;
            } catch (RefusedException e) {
                // the next key may fit; a client must not learn which ones there are
            }
        }
        throw new RefusedException(Refusal.BAD_MAC);
    }

    private List<Output> first(Greeted greeted, FrameHeader header, ByteBuffer payload) throws RefusedException {
        if (header.is(FrameType.CONTROL)) {
            boolean skipped = terms.trust().legacyAllowed(greeted.hello().node()) && !Offer.looksLikeOne(payload);
            return skipped ? List.of() : offer(greeted, header, bytes(payload));
        }
        if (header.type().isEmpty()) {
            return List.of();
        }
        Output ready = legacy(greeted);
        List<Output> first = established().receive(header, payload);
        return Stream.concat(Stream.of(ready), first.stream()).toList();
    }

    private Output legacy(Greeted greeted) throws RefusedException {
        NodeId peer = greeted.hello().node();
        if (!terms.trust().legacyAllowed(peer)) {
            throw new RefusedException(Refusal.DOWNGRADE);
        }
        state = new Open(Established.legacy());
        return new Output.ReadyLegacy(peer);
    }

    private Established established() {
        return ((Open) state).established();
    }

    private List<Output> offer(Greeted greeted, FrameHeader header, byte[] clientBytes) throws RefusedException {
        requireHandshake(header, FrameType.CONTROL, Offer.Side.CLIENT.offerBytes());
        Offer client = Offer.decode(Offer.Side.CLIENT, clientBytes);
        client.require(greeted.hello().node(), terms);
        Encapsulation encapsulation = encapsulate(client);
        byte[] serverBytes = ownOffer(encapsulation.ciphertext()).encode(Offer.Side.SERVER);
        byte[] transcript = Agreement.transcript(greeted.hello(), greeted.accept(), clientBytes, serverBytes);
        var agreement = new Agreement(encapsulation.sharedSecret(), greeted.key(), transcript); // closes the secret
        state = new Offered(client, agreement);
        byte[] proof = agreement.prove(Agreement.Side.SERVER, terms.identity());
        byte[] answer = ByteBuffer.allocate(serverBytes.length + proof.length).put(serverBytes).put(proof).array();
        return List.of(new Output.Send(FrameHeader.handshake(FrameType.CONTROL, answer)));
    }

    private Encapsulation encapsulate(Offer client) throws RefusedException {
        try {
            return randomness.encapsulate(KemPublicKey.decode(client.keyExchange(), Set.of(Offer.KEM)));
        } catch (KeyRejectedException e) {
            throw new RefusedException(Refusal.MALFORMED);
        }
    }

    private Offer ownOffer(byte[] keyExchange) {
        return new Offer(terms.self(), randomness.nonce(Offer.NONCE_BYTES), terms.community().wholeHash(),
                terms.identity().publicKey(), keyExchange);
    }

    private List<Output> proof(Offered offered, byte[] proof) throws RefusedException {
        try (Agreement agreement = offered.agreement()) {
            agreement.verify(Agreement.Side.CLIENT, offered.offer().identity(), proof);
            NodeId peer = offered.offer().node();
            state = new Open(Established.sealed(agreement.seal(Agreement.Side.CLIENT)));
            return List.of(new Output.ReadySealed(peer, agreement.seal(Agreement.Side.SERVER)));
        }
    }

    @Override
    public boolean ready() {
        return state instanceof Open;
    }

    @Override
    public long keyName() {
        return keyName;
    }

    /** An old peer that only listens says nothing; a new one has offered by now. */
    @Override
    public List<Output> offerTimeOver() throws RefusedException {
        return state instanceof Greeted greeted ? List.of(legacy(greeted)) : List.of();
    }

    @Override
    public void close() {
        switch (state) {
            case Offered offered -> offered.agreement().close();
            case Open(var established) -> established.close();
            case Waiting _, Greeted _ -> {}
        }
    }

    static byte[] bytes(ByteBuffer payload) {
        byte[] bytes = new byte[payload.remaining()];
        payload.get(bytes);
        return bytes;
    }
}
