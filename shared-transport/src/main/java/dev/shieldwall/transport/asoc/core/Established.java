package dev.shieldwall.transport.asoc.core;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** A connection after its handshake, as the receiver sees it. */
final class Established {

    private final Optional<FrameSeal> seal;
    private final InboundStreams streams = new InboundStreams();

    private Established(Optional<FrameSeal> seal) {
        this.seal = seal;
    }

    static Established legacy() {
        return new Established(Optional.empty());
    }

    static Established sealed(FrameSeal inbound) {
        return new Established(Optional.of(inbound));
    }

    void admit(FrameHeader header) throws RefusedException {
        if (seal.isEmpty() && header.length() > FrameHeader.MAX_PAYLOAD_BYTES) {
            throw new RefusedException(Refusal.TOO_LONG);
        }
        if (seal.isPresent() && header.length() < FrameSeal.TAG_BYTES) {
            throw new RefusedException(Refusal.NOT_OPENED);
        }
    }

    List<Output> receive(FrameHeader header, ByteBuffer received) throws RefusedException {
        ByteBuffer payload = seal.isPresent() ? seal.get().open(header, received) : received;
        Optional<FrameType> type = header.type();
        if (type.isEmpty()) {
            return List.of();
        }
        return switch (type.get()) {
            case DATA -> data(header, payload);
            case END -> end(header, payload);
            case CONTROL -> control(header, payload);
            case HELLO, ACCEPT -> throw new RefusedException(Refusal.OUT_OF_PLACE);
        };
    }

    private List<Output> data(FrameHeader header, ByteBuffer payload) throws RefusedException {
        streams.data(header.stream(), header.sequence());
        return List.of(new Output.Data(header.stream(), header.sequence(), payload));
    }

    private List<Output> end(FrameHeader header, ByteBuffer payload) throws RefusedException {
        if (payload.hasRemaining()) {
            throw new RefusedException(Refusal.MALFORMED);
        }
        streams.end(header.stream(), header.sequence());
        return List.of(new Output.End(header.stream()));
    }

    private List<Output> control(FrameHeader header, ByteBuffer payload) throws RefusedException {
        if (seal.isPresent()) {
            return header.stream() == 0
                    ? ControlMessage.read(payload).<List<Output>>map(message -> List.of(new Output.Control(message))).orElse(List.of())
                    : List.of();
        }
        if (Offer.looksLikeOne(payload)) {
            throw new RefusedException(Refusal.OUT_OF_PLACE); // too late: the next connection may begin with it
        }
        return List.of();
    }

    void close() {
        seal.ifPresent(FrameSeal::close);
    }
}
