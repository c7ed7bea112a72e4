package dev.shieldwall.transport.asoc.core;

import static dev.shieldwall.transport.asoc.core.Party.Handshake.sealed;
import static dev.shieldwall.transport.asoc.core.Party.frame;
import static dev.shieldwall.transport.asoc.core.Party.give;
import static dev.shieldwall.transport.asoc.core.Party.sent;
import static dev.shieldwall.transport.asoc.core.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.transport.asoc.core.Party.Handshake;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The extension: what it carries, what an old peer sees of it, and what an attacker cannot do. */
class Sw1LinkTest {

    private final Party client = new Party(1);
    private final Party server = new Party(2);
    private final Party mallory = new Party(3);

    @Test
    void bothSidesSendSealedFramesThatTheOtherOpens() throws RefusedException {
        var handshake = new Handshake(client, server);
        byte[] data = frame(FrameType.DATA, 1, 0, (byte) 1, (byte) 2, (byte) 3);
        byte[] wire = sealed(handshake.clientSeal, data);
        assertThat(wire).hasSize(data.length + 16);
        assertThat(give(handshake.server, wire))
                .containsExactly(new Output.Data(1, 0, ByteBuffer.wrap(new byte[] {1, 2, 3})));
        assertThat(give(handshake.client, sealed(handshake.serverSeal, frame(FrameType.DATA, 2, 0, (byte) 9))))
                .containsExactly(new Output.Data(2, 0, ByteBuffer.wrap(new byte[] {9})));
        assertThat(give(handshake.server, sealed(handshake.clientSeal, frame(FrameType.END, 1, 1))))
                .containsExactly(new Output.End(1));
    }

    @Test
    void theLargestPayloadPassesInSealedForm() throws RefusedException {
        var handshake = new Handshake(client, server);
        byte[] data = frame(FrameType.DATA, 1, 0, new byte[FrameHeader.MAX_PAYLOAD_BYTES]);
        assertThat(give(handshake.server, sealed(handshake.clientSeal, data))).hasSize(1);
    }

    /** What an old server sees of a new client, and an old client of a new server, is what it knows. */
    @Test
    void toOldPeersTheHandshakeIsAHelloAnAcceptAndAControlFrame() throws RefusedException {
        var handshake = new Handshake(client, server);
        assertThat(handshake.frames).extracting(frame -> (int) frame[1]).containsExactly(4, 5, 3, 3, 3);
        assertThat(handshake.frames.get(0)).hasSize(50);
        assertThat(handshake.frames.get(1)).hasSize(30);
        Party.KEY.verify(Accept.read(ByteBuffer.wrap(handshake.frames.get(1)).position(FrameHeader.BYTES)));
    }

    @Test
    void aMarkAnswersOneHelloOnly() {
        Hello hello = Party.KEY.hello(client.id, 7);
        long token = Party.KEY.markedToken(hello, 1234);
        assertThat(Party.KEY.isMarked(token, hello)).isTrue();
        assertThat(Party.KEY.isMarked(token, Party.KEY.hello(client.id, 8))).isFalse();
        assertThat(Party.KEY.isMarked(token, Party.KEY.hello(mallory.id, 7))).isFalse();
        assertThat(Party.KEY.isMarked(token ^ 1, hello)).isFalse();
        assertThat(Party.KEY.isMarked(token ^ (1L << 63), hello)).isFalse();
        assertThat(ClusterKey.ofText("other").isMarked(token, hello)).isFalse();
    }

    /** D4 and D6: a recorded ACCEPT carries the mark of another HELLO, so it looks old, and old is not good enough. */
    @Test
    void aRecordedAcceptIsRefusedWhereTheExtensionIsDemanded() throws RefusedException {
        byte[] recorded = new Handshake(client, server).frames.get(1);
        Party pinning = new Party(1);
        pinning.pin(server.id, server.publicKey());
        assertRefused(Refusal.DOWNGRADE, () -> give(pinning.client(server.id), recorded));
        Party strict = new Party(1);
        strict.trust = Trust.of(Trust.Policy.EXTENSION_REQUIRED);
        assertRefused(Refusal.DOWNGRADE, () -> give(strict.client(server.id), recorded));
    }

    @Test
    void anOldClientIsRefusedWhereTheExtensionIsDemanded() throws RefusedException {
        byte[] hello = Party.KEY.hello(client.id, 7).frame();
        server.trust = Trust.of(Trust.Policy.EXTENSION_REQUIRED);
        ServerLink data = server.server();
        give(data, hello);
        assertRefused(Refusal.DOWNGRADE, () -> give(data, frame(FrameType.DATA, 1, 0)));
        server.pin(client.id, client.publicKey());
        ServerLink silent = server.server();
        give(silent, Party.KEY.hello(client.id, 8).frame());
        assertRefused(Refusal.DOWNGRADE, silent::offerTimeOver);
        assertRefused(Refusal.DOWNGRADE, () -> silent.admit(FrameHeader.of(FrameType.DATA, 1, 0, 1 << 20)));
    }

    /** What is skipped keeps a stranger's place: where nobody may be old, nothing but the offer comes next. */
    @Test
    void betweenHelloAndOfferNothingIsSkippedWhereTheExtensionIsDemanded() throws RefusedException {
        server.trust = Trust.of(Trust.Policy.EXTENSION_REQUIRED);
        byte[] unknown = frame(FrameType.DATA, 0, 0, new byte[Offer.Side.CLIENT.offerBytes()]);
        unknown[1] = 15;
        byte[] noOffer = frame(FrameType.CONTROL, 0, 0, new byte[Offer.Side.CLIENT.offerBytes()]);
        assertRefused(Refusal.DOWNGRADE, () -> give(greeted(1), unknown));
        assertRefused(Refusal.DOWNGRADE, () -> give(greeted(2), frame(FrameType.CONTROL, 0, 0)));
        assertRefused(Refusal.MALFORMED, () -> give(greeted(3), noOffer));
    }

    private ServerLink greeted(int challenge) throws RefusedException {
        ServerLink link = server.server();
        give(link, Party.KEY.hello(client.id, challenge).frame());
        return link;
    }

    /** Whoever holds the API key may say any node id; with a pin that is not enough. */
    @Test
    void aPinnedNodeIdIsOnlyForTheHolderOfItsKey() throws RefusedException {
        server.pin(client.id, client.publicKey());
        new Handshake(client, server);
        Party thief = new Party(1);
        assertRefused(Refusal.WRONG_KEY, () -> new Handshake(thief, server));
        client.pin(server.id, mallory.publicKey());
        assertRefused(Refusal.WRONG_KEY, () -> new Handshake(client, server));
    }

    @Test
    void anotherServerThanTheOneAskedForIsRefused() throws RefusedException {
        ClientLink link = client.client(mallory.id);
        ServerLink other = server.server();
        byte[] offer = sent(give(link, sent(give(other, link.helloFrame()))));
        byte[] answer = sent(give(other, offer));
        assertRefused(Refusal.WRONG_NODE, () -> give(link, answer));
    }

    /** D7: the community is in the transcript. */
    @Test
    void anotherCommunityWithTheSameKeyIsRefused() {
        server.community = new Community("other");
        assertRefused(Refusal.WRONG_COMMUNITY, () -> new Handshake(client, server));
    }

    /** D5: in every frame of the handshake, wherever a bit is turned, nobody is ready. */
    @Test
    void everyAlteredFrameOfTheHandshakeIsRefused() throws RefusedException {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int message = 1; message < 5; message++) {
            for (int i = 0; i < FrameHeader.BYTES * 8 + 60; i++) {
                int turned = i < FrameHeader.BYTES * 8 ? i : random.nextInt(); // each of the header, some of the rest
                assertThat(completes(message, turned)).as("seed %d message %d bit %d", seed, message, turned).isFalse();
            }
        }
    }

    /** Runs a handshake whose message of that number has one bit turned on its way. */
    private static boolean completes(int message, int bit) {
        Party one = new Party(1);
        Party two = new Party(2);
        one.trust = Trust.of(Trust.Policy.EXTENSION_REQUIRED);
        two.trust = Trust.of(Trust.Policy.EXTENSION_REQUIRED);
        ClientLink client = one.client(two.id);
        ServerLink server = two.server();
        byte[] next = client.helloFrame();
        try {
            for (int i = 0; i < 5; i++) {
                if (i == message) {
                    int at = Math.floorMod(bit, next.length * 8);
                    next[at / 8] ^= (byte) (1 << at % 8);
                }
                List<Output> outputs = give(i % 2 == 0 ? server : client, next);
                if (i < 4 && outputs.isEmpty()) {
                    return false; // taken for a frame of no concern; the other side waits until its time is over
                }
                if (i < 4) {
                    next = sent(outputs);
                }
            }
            return client.ready() && server.ready();
        } catch (RefusedException e) {
            return false;
        }
    }

    /** The holder of the API key relays a handshake and puts its own key exchange in: it cannot sign for the others. */
    @Test
    void whoHoldsTheApiKeyAloneCannotSitBetweenPinnedPeers() throws RefusedException {
        client.pin(server.id, server.publicKey());
        ClientLink link = client.client(server.id);
        Party posing = new Party(2); // the server's id, another identity key
        ServerLink middle = posing.server();
        byte[] offer = sent(give(link, sent(give(middle, link.helloFrame()))));
        byte[] answer = sent(give(middle, offer));
        System.arraycopy(server.publicKey().bytes(), 0, answer, FrameHeader.BYTES + 4 + 16 + 32 + 32, 32);
        assertRefused(Refusal.BAD_MAC, () -> give(link, answer));
    }

    @Test
    void whoLacksTheApiKeyDoesNotCompleteTheExtension() throws RefusedException {
        ServerLink link = server.server();
        ClientLink own = client.client(server.id);
        byte[] accept = sent(give(link, own.helloFrame()));
        Party outsider = new Party(1);
        outsider.keys = new ClusterKeys.Single(ClusterKey.ofText("a guess"));
        var hello = Hello.read(ByteBuffer.wrap(own.helloFrame()).position(FrameHeader.BYTES));
        var ephemeral = Party.RANDOMNESS.ephemeralKey(Offer.KEM);
        byte[] offer = new Offer(outsider.id, new byte[32], outsider.community.wholeHash(), outsider.publicKey(),
                ephemeral.publicKey().encode()).encode(Offer.Side.CLIENT);
        byte[] answer = sent(give(link, FrameHeader.handshake(FrameType.CONTROL, offer)));
        byte[] serverOffer = Arrays.copyOfRange(answer, 14, 14 + Offer.Side.SERVER.offerBytes());
        byte[] transcript = Agreement.transcript(hello,
                Accept.read(ByteBuffer.wrap(accept).position(FrameHeader.BYTES)), offer, serverOffer);
        byte[] ciphertext = Offer.decode(Offer.Side.SERVER, serverOffer).keyExchange();
        SecretBytes shared = decapsulated(ephemeral, ciphertext);
        var agreement = new Agreement(shared, outsider.keys.current(), transcript);
        byte[] proof = agreement.prove(Agreement.Side.CLIENT, outsider.identity);
        assertRefused(Refusal.BAD_MAC, () -> give(link, FrameHeader.handshake(FrameType.CONTROL, proof)));
    }

    private static SecretBytes decapsulated(dev.shieldwall.crypto.kem.KemPrivateKey key, byte[] ciphertext) {
        try {
            return key.decapsulate(ciphertext);
        } catch (dev.shieldwall.crypto.kem.CiphertextRejectedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theTranscriptCoversEveryMessage() {
        Hello hello = Party.KEY.hello(client.id, 7);
        Accept accept = Party.KEY.accept(99);
        byte[] offer = {1};
        byte[] whole = Agreement.transcript(hello, accept, offer, offer);
        assertThat(Agreement.transcript(Party.KEY.hello(client.id, 8), accept, offer, offer)).isNotEqualTo(whole);
        assertThat(Agreement.transcript(hello, Party.KEY.accept(98), offer, offer)).isNotEqualTo(whole);
        assertThat(Agreement.transcript(hello, accept, new byte[] {2}, offer)).isNotEqualTo(whole);
        assertThat(Agreement.transcript(hello, accept, offer, new byte[] {2})).isNotEqualTo(whole);
    }

    @Test
    void aServersProofIsNotTakenForAClients() throws RefusedException {
        byte[] transcript = new byte[32];
        try (var agreement = new Agreement(SecretBytes.copyOf(new byte[32]), Party.KEY, transcript)) {
            byte[] proof = agreement.prove(Agreement.Side.SERVER, server.identity);
            agreement.verify(Agreement.Side.SERVER, server.publicKey(), proof);
            assertRefused(Refusal.BAD_MAC, () -> agreement.verify(Agreement.Side.CLIENT, server.publicKey(), proof));
        }
    }

    @Test
    void aProofIsOfTheIdentityKeyThatWasOffered() throws RefusedException {
        try (var agreement = new Agreement(SecretBytes.copyOf(new byte[32]), Party.KEY, new byte[32])) {
            byte[] proof = agreement.prove(Agreement.Side.CLIENT, mallory.identity);
            assertRefused(Refusal.BAD_SIGNATURE,
                    () -> agreement.verify(Agreement.Side.CLIENT, client.publicKey(), proof));
        }
    }

    /** D5, as measured on the reference: DATA altered on its way. */
    @Test
    void alteredRepeatedLeftOutOrMovedFramesAreRefused() throws RefusedException {
        byte[] first = frame(FrameType.DATA, 1, 0, (byte) 1);
        byte[] second = frame(FrameType.DATA, 1, 1, (byte) 2);
        for (int bit = 0; bit < (first.length + 16) * 8; bit++) {
            var handshake = new Handshake(client, server);
            byte[] wire = sealed(handshake.clientSeal, first);
            wire[bit / 8] ^= (byte) (1 << bit % 8);
            if (bit / 8 < 10) { // version, type, stream and sequence; another length is another frame
                assertThat(isRefused(handshake.server, wire)).as("bit " + bit).isTrue();
            } else if (bit / 8 >= 14) {
                assertRefused(Refusal.NOT_OPENED, () -> give(handshake.server, wire));
            }
        }
        var repeated = new Handshake(client, server);
        byte[] wire = sealed(repeated.clientSeal, first);
        give(repeated.server, wire);
        assertRefused(Refusal.NOT_OPENED, () -> give(repeated.server, wire));
        var leftOut = new Handshake(client, server);
        sealed(leftOut.clientSeal, first);
        byte[] later = sealed(leftOut.clientSeal, second);
        assertRefused(Refusal.NOT_OPENED, () -> give(leftOut.server, later));
    }

    private static boolean isRefused(Link link, byte[] frame) {
        try {
            give(link, frame);
            return false;
        } catch (RefusedException e) {
            return true;
        }
    }

    @Test
    void framesThatAreNotSealedOrSentBackAreRefused() throws RefusedException {
        var bare = new Handshake(client, server);
        assertRefused(Refusal.NOT_OPENED, () -> give(bare.server, frame(FrameType.DATA, 1, 0, new byte[100])));
        assertRefused(Refusal.NOT_OPENED, () -> give(bare.server, frame(FrameType.DATA, 1, 0)));
        var mirrored = new Handshake(client, server);
        byte[] own = sealed(mirrored.clientSeal, frame(FrameType.DATA, 1, 0, (byte) 1));
        assertRefused(Refusal.NOT_OPENED, () -> give(mirrored.client, own));
    }

    @Test
    void anUnknownTypeIsOpenedBeforeItIsSkipped() throws RefusedException {
        var handshake = new Handshake(client, server);
        byte[] unknown = frame(FrameType.DATA, 1, 0, (byte) 1);
        unknown[1] = 9;
        assertThat(give(handshake.server, sealed(handshake.clientSeal, unknown))).isEmpty();
        assertThat(give(handshake.server, sealed(handshake.clientSeal, frame(FrameType.DATA, 1, 0)))).hasSize(1);
        assertRefused(Refusal.NOT_OPENED, () -> give(handshake.server, Arrays.copyOf(unknown, 31)));
    }

    @Test
    void aKeySealsItsNumberOfFramesAndNotOneMore() throws RefusedException {
        try (var seal = new FrameSeal(SecretBytes.copyOf(new byte[32]), FrameSeal.MAX_FRAMES - 1)) {
            byte[] end = frame(FrameType.END, 1, 0);
            sealed(seal, end);
            assertRefused(Refusal.KEY_EXHAUSTED, () -> sealed(seal, end));
        }
    }

    @Test
    void anOfferAfterTheOldProtocolBeganIsTooLate() throws RefusedException {
        ClientLink own = client.client(server.id);
        ServerLink link = server.server();
        byte[] offer = sent(give(own, sent(give(link, own.helloFrame()))));
        give(link, frame(FrameType.DATA, 1, 0));
        assertRefused(Refusal.OUT_OF_PLACE, () -> give(link, offer));
    }

    @Test
    void receiptsAreAskedForAndGivenInSealedControlFrames() throws RefusedException {
        var handshake = new Handshake(client, server);
        byte[] want = frame(FrameType.CONTROL, 0, 0, ControlMessage.wantReceipt(0xFFFFFFFFL));
        assertThat(give(handshake.server, sealed(handshake.clientSeal, want)))
                .containsExactly(new Output.Control(new ControlMessage.WantReceipt(0xFFFFFFFFL)));
        byte[] receipt = frame(FrameType.CONTROL, 0, 0, ControlMessage.receipt(7));
        assertThat(give(handshake.client, sealed(handshake.serverSeal, receipt)))
                .containsExactly(new Output.Control(new ControlMessage.Receipt(7)));
        for (int length : new int[] {1, 4, 6}) {
            byte[] wrong = Arrays.copyOf(ControlMessage.receipt(7), length);
            assertRefused(Refusal.MALFORMED, () -> ControlMessage.read(ByteBuffer.wrap(wrong)));
        }
    }

    @Test
    void aNewKeyGoesThroughTheSealAndIsAcknowledgedWithItsName() throws RefusedException {
        var handshake = new Handshake(client, server);
        byte[] rotate = frame(FrameType.CONTROL, 0, 0, ControlMessage.rotateKey(new byte[] {65, 66}, 30));
        var output = (Output.Control) give(handshake.server, sealed(handshake.clientSeal, rotate)).get(0);
        var message = (ControlMessage.RotateKey) output.message();
        assertThat(message.graceSeconds()).isEqualTo(30);
        assertThat(message.key()).isEqualTo(SecretBytes.copyOf(new byte[] {65, 66}));
        ClusterKey next = new ClusterKey(message.key());
        byte[] rotated = frame(FrameType.CONTROL, 0, 0, ControlMessage.keyRotated(next));
        assertThat(give(handshake.client, sealed(handshake.serverSeal, rotated)))
                .containsExactly(new Output.Control(new ControlMessage.KeyRotated(ClusterKey.ofText("AB").name())));
    }

    @Test
    void controlMessagesHaveBounds() throws RefusedException {
        assertThat(ControlMessage.rotateKey(new byte[256], 0)).hasSize(261);
        assertThatThrownBy(() -> ControlMessage.rotateKey(new byte[257], 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ControlMessage.rotateKey(new byte[0], 0)).isInstanceOf(IllegalArgumentException.class);
        assertThat(ControlMessage.read(ByteBuffer.wrap(ControlMessage.rotateKey(new byte[256], 0)))).isPresent();
        assertRefused(Refusal.MALFORMED, () -> ControlMessage.read(ByteBuffer.allocate(262).put(0, (byte) 1)));
        assertRefused(Refusal.MALFORMED, () -> ControlMessage.read(ByteBuffer.allocate(5).put(0, (byte) 1)));
        assertRefused(Refusal.MALFORMED, () -> ControlMessage.read(ByteBuffer.allocate(8).put(0, (byte) 2)));
        assertThat(ControlMessage.read(ByteBuffer.allocate(0))).isEmpty();
        assertThat(ControlMessage.read(ByteBuffer.allocate(3).put(0, (byte) 77))).isEqualTo(Optional.empty());
    }

    @Test
    void onlyPinnedPeersMayBeAllowedToRotateKeys() {
        var policy = Trust.Policy.LEGACY_ALLOWED;
        assertThatThrownBy(() -> new Trust(policy, Map.of(), Set.of(client.id))).isInstanceOf(IllegalArgumentException.class);
        assertThat(new Trust(policy, Map.of(client.id, client.publicKey()), Set.of(client.id)).mayRotateKeys())
                .containsExactly(client.id);
    }
}
