package dev.shieldwall.transport.asoc.core;

import static dev.shieldwall.transport.asoc.core.Party.frame;
import static dev.shieldwall.transport.asoc.core.Party.give;
import static dev.shieldwall.transport.asoc.core.Party.sent;
import static dev.shieldwall.transport.asoc.core.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The old protocol: what an old peer may do with us, and what it may not. */
class LegacyLinkTest {

    private final Party us = new Party(1);
    private final Party old = new Party(2);

    private byte[] hello(int challenge) {
        return Party.KEY.hello(old.id, challenge).frame();
    }

    /** A server link after the HELLO of an old peer. */
    private ServerLink greeted() throws RefusedException {
        ServerLink link = us.server();
        give(link, hello(Party.RANDOMNESS.nextInt()));
        return link;
    }

    private ServerLink open() throws RefusedException {
        ServerLink link = greeted();
        link.offerTimeOver();
        return link;
    }

    @Test
    void anOldClientIsAnsweredWithAnAcceptThatItTakes() throws RefusedException {
        byte[] accept = sent(give(us.server(), hello(7)));
        assertThat(accept).hasSize(30);
        Party.KEY.verify(Accept.read(ByteBuffer.wrap(accept).position(FrameHeader.BYTES)));
    }

    @Test
    void whatAnOldClientSendsFirstIsDelivered() throws RefusedException {
        List<Output> outputs = give(greeted(), frame(FrameType.DATA, 1, 0, (byte) 42));
        assertThat(outputs.get(0)).isEqualTo(new Output.ReadyLegacy(old.id));
        assertThat(outputs.get(1)).isEqualTo(new Output.Data(1, 0, ByteBuffer.wrap(new byte[] {42})));
    }

    @Test
    void anOldServerIsTakenForWhatWasAskedFor() throws RefusedException {
        ClientLink link = us.client(old.id);
        assertThat(link.helloFrame()).hasSize(50);
        assertThat(give(link, Party.KEY.accept(99).frame())).containsExactly(new Output.ReadyLegacy(old.id));
    }

    /** D2, as measured: the reference answers a second copy of the same 50 bytes. */
    @Test
    void aReplayedHelloIsRefused() throws RefusedException {
        give(us.server(), hello(7));
        assertRefused(Refusal.REPLAY, () -> give(us.server(), hello(7)));
        give(us.server(), hello(8));
    }

    /** D2: the MAC names no server, so what one node was told makes its recorder a peer of another, at once. */
    @Test
    void aHelloRecordedAtOneNodePassesAtAnotherInTheOldProtocolOnly() throws RefusedException {
        byte[] recorded = us.client(old.id).helloFrame();
        give(old.server(), recorded);
        Party third = new Party(3);
        ServerLink deceived = third.server();
        give(deceived, recorded);
        assertThat(deceived.offerTimeOver()).containsExactly(new Output.ReadyLegacy(us.id));
        Party strict = new Party(4);
        strict.trust = Trust.of(Trust.Policy.EXTENSION_REQUIRED);
        ServerLink notDeceived = strict.server();
        give(notDeceived, recorded);
        assertRefused(Refusal.DOWNGRADE, notDeceived::offerTimeOver);
    }

    /** D6: a recorded ACCEPT serves once, because nothing in it shows that it is old; never twice. */
    @Test
    void aConstantAcceptIsRefusedTheSecondTime() throws RefusedException {
        byte[] recorded = Party.KEY.accept(99).frame();
        give(us.client(old.id), recorded);
        assertRefused(Refusal.REPLAY, () -> give(us.client(old.id), recorded));
    }

    @Test
    void everyAlteredBitOfAHelloOrAcceptIsRefused() {
        byte[] hello = hello(7);
        byte[] accept = Party.KEY.accept(99).frame();
        for (int bit = 0; bit < hello.length * 8; bit++) {
            byte[] altered = flipped(hello, bit);
            assertThat(refused(us.server(), altered)).as("bit " + bit).isTrue();
        }
        for (int bit = 0; bit < accept.length * 8; bit++) {
            byte[] altered = flipped(accept, bit);
            assertThat(refused(us.client(old.id), altered)).as("bit " + bit).isTrue();
        }
    }

    private static byte[] flipped(byte[] frame, int bit) {
        byte[] altered = frame.clone();
        altered[bit / 8] ^= (byte) (1 << bit % 8);
        return altered;
    }

    private static boolean refused(Link link, byte[] frame) {
        try {
            give(link, frame);
            return false;
        } catch (RefusedException e) {
            return true;
        }
    }

    /** D9: before the HELLO is verified a payload has 36 bytes, whatever its header claims. */
    @Test
    void beforeAuthenticationEachSideTakesOneLengthOnly() throws RefusedException {
        ServerLink server = us.server();
        assertRefused(Refusal.TOO_LONG, () -> server.admit(FrameHeader.of(FrameType.HELLO, 0, 0, 37)));
        assertRefused(Refusal.OUT_OF_PLACE, () -> server.admit(FrameHeader.of(FrameType.HELLO, 0, 0, 35)));
        assertRefused(Refusal.TOO_LONG, () -> server.admit(FrameHeader.of(FrameType.DATA, 1, 0, 1 << 20)));
        server.admit(FrameHeader.of(FrameType.HELLO, 0, 0, 36));
        ClientLink client = us.client(old.id);
        assertRefused(Refusal.TOO_LONG, () -> client.admit(FrameHeader.of(FrameType.ACCEPT, 0, 0, 17)));
        assertRefused(Refusal.OUT_OF_PLACE, () -> client.admit(FrameHeader.of(FrameType.ACCEPT, 0, 0, 15)));
        client.admit(FrameHeader.of(FrameType.ACCEPT, 0, 0, 16));
    }

    @Test
    void afterwardsTenMebibytesAreTakenAndOneByteMoreIsNot() throws RefusedException {
        int most = 10 * 1024 * 1024;
        greeted().admit(FrameHeader.of(FrameType.DATA, 1, 0, most));
        open().admit(FrameHeader.of(FrameType.DATA, 1, 0, most));
        assertRefused(Refusal.TOO_LONG, () -> greeted().admit(FrameHeader.of(FrameType.DATA, 1, 0, most + 1)));
        assertRefused(Refusal.TOO_LONG, () -> open().admit(FrameHeader.of(FrameType.DATA, 1, 0, most + 1)));
    }

    @Test
    void anythingButAHelloFirstIsRefused() {
        for (FrameType type : List.of(FrameType.DATA, FrameType.END, FrameType.CONTROL, FrameType.ACCEPT)) {
            assertRefused(Refusal.OUT_OF_PLACE, () -> us.server().admit(FrameHeader.of(type, 0, 0, 36)));
        }
        assertRefused(Refusal.OUT_OF_PLACE, () -> us.server().admit(FrameHeader.of(FrameType.HELLO, 1, 0, 36)));
        assertRefused(Refusal.OUT_OF_PLACE, () -> us.server().admit(FrameHeader.of(FrameType.HELLO, 0, 1, 36)));
    }

    @Test
    void aSecondHelloIsRefused() throws RefusedException {
        assertRefused(Refusal.OUT_OF_PLACE, () -> give(open(), hello(8)));
    }

    @Test
    void ourOwnNodeIdIsNobodyElses() {
        assertRefused(Refusal.OWN_NODE_ID, () -> give(us.server(), Party.KEY.hello(us.id, 7).frame()));
    }

    /** D8. */
    @Test
    void sequencesBeginWithZeroGrowByOneAndEndIsTheNext() throws RefusedException {
        ServerLink link = open();
        give(link, frame(FrameType.DATA, 1, 0));
        give(link, frame(FrameType.DATA, 1, 1));
        give(link, frame(FrameType.DATA, 2, 0)); // another stream in between, and an even id
        assertThat(give(link, frame(FrameType.END, 1, 2))).containsExactly(new Output.End(1));
        assertRefused(Refusal.BAD_SEQUENCE, () -> give(open(), frame(FrameType.DATA, 1, 7)));
        for (long wrong : new long[] {0, 2}) {
            ServerLink another = open();
            give(another, frame(FrameType.DATA, 1, 0));
            assertRefused(Refusal.BAD_SEQUENCE, () -> give(another, frame(FrameType.DATA, 1, wrong)));
            assertRefused(Refusal.BAD_SEQUENCE, () -> give(another, frame(FrameType.END, 1, wrong)));
        }
    }

    @Test
    void streamZeroCarriesNoData() {
        assertRefused(Refusal.RESERVED_STREAM, () -> give(open(), frame(FrameType.DATA, 0, 0)));
        assertRefused(Refusal.RESERVED_STREAM, () -> give(open(), frame(FrameType.END, 0, 0)));
    }

    @Test
    void endCarriesNothing() {
        assertRefused(Refusal.MALFORMED, () -> give(open(), frame(FrameType.END, 1, 0, (byte) 1)));
    }

    @Test
    void sixtyFourStreamsMayBeOpenAndOneMoreMayNot() throws RefusedException {
        ServerLink link = open();
        for (int stream = 1; stream <= 64; stream++) {
            give(link, frame(FrameType.DATA, stream, 0));
        }
        assertRefused(Refusal.TOO_MANY_STREAMS, () -> give(link, frame(FrameType.DATA, 65, 0)));
        give(link, frame(FrameType.END, 1, 1));
        give(link, frame(FrameType.DATA, 65, 0));
    }

    @Test
    void unknownTypesAndControlFramesAreSkipped() throws RefusedException {
        ServerLink link = open();
        byte[] unknown = frame(FrameType.DATA, 3, 9, (byte) 1);
        unknown[1] = 15;
        assertThat(give(link, unknown)).isEmpty();
        assertThat(give(link, frame(FrameType.CONTROL, 0, 0))).isEmpty();
        assertThat(give(link, frame(FrameType.CONTROL, 5, 3, (byte) 1))).isEmpty();
        assertThat(give(greeted(), unknown)).isEmpty();
        assertThat(give(greeted(), frame(FrameType.CONTROL, 0, 0))).isEmpty();
    }

    @Test
    void theKeyBeforeIsAcceptedInItsGraceAndAnsweredWithItself() throws RefusedException {
        var next = ClusterKey.ofText("next");
        us.keys = us.keys.rotatedTo(next, Party.NOW + 1);
        byte[] accept = sent(give(us.server(), hello(7)));
        Party.KEY.verify(Accept.read(ByteBuffer.wrap(accept).position(FrameHeader.BYTES)));
        us.keys = new ClusterKeys.Single(Party.KEY).rotatedTo(next, Party.NOW);
        assertRefused(Refusal.BAD_MAC, () -> give(us.server(), hello(8)));
        give(us.server(), next.hello(old.id, 9).frame());
    }
}
