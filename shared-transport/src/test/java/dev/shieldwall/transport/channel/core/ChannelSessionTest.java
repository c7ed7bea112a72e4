package dev.shieldwall.transport.channel.core;

import static dev.shieldwall.transport.channel.core.ChannelSession.Carrier.ORDERED;
import static dev.shieldwall.transport.channel.core.ChannelSession.Carrier.UNORDERED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.SecretBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChannelSessionTest {

    private static final Duration START = Duration.ZERO;
    private static final Duration TICK = Duration.ofMillis(1);
    private static final byte[] TOPIC = ascii("{\"topic\":\"chat\"}");

    private ChannelSession client;
    private ChannelSession server;

    @BeforeEach
    void useAStreamAndTheDefaults() {
        use(ORDERED, SessionRules.DEFAULT);
    }

    private void use(ChannelSession.Carrier carrier, SessionRules rules) {
        Parties.Pair pair = Parties.pair(ChannelSuite.X25519);
        client = new ChannelSession(pair.client(), ChannelSession.Side.CLIENT, carrier, rules);
        server = new ChannelSession(pair.server(), ChannelSession.Side.SERVER, carrier, rules);
    }

    @Test
    void messagesArriveInBothDirectionsWhateverTheirLength() throws Exception {
        var random = new Random(1);
        for (int length : new int[] {0, 1, 31, 32, 33, 1000, 65_535, 65_536, 65_537, 1 << 20}) {
            byte[] payload = new byte[length];
            random.nextBytes(payload);
            assertThat(say(client, server, payload)).isEqualTo(payload);
            assertThat(say(server, client, payload)).isEqualTo(payload);
        }
    }

    @Test
    void metadataArriveAsTheyWere() throws Exception {
        Message opened = server.open(sealed(client, Message.data(TOPIC, ascii("x"))), START);
        assertThat(opened.metadata()).isEqualTo(TOPIC);
        assertThat(opened.type()).isEqualTo(ContentType.DATA);
    }

    @Test
    void aMessageCostsFiftySevenBytesBesidesMetadataAndPadding() throws Exception {
        assertThat(sealed(client, Message.data(TOPIC, new byte[1024])).remaining()).isEqualTo(57 + TOPIC.length + 1024);
        assertThat(sealed(client, Message.data(new byte[0], new byte[0])).remaining()).isEqualTo(57 + 32);
    }

    @Test
    void shortMessagesOfEveryTypeLookTheSame() throws Exception {
        int length = sealed(client, Message.of(ContentType.KEEPALIVE)).remaining();
        assertThat(sealed(client, Message.data(new byte[0], new byte[32])).remaining()).isEqualTo(length);
        assertThat(sealed(client, Message.data(new byte[0], new byte[33])).remaining()).isGreaterThan(length);
        assertThat(sealed(client, Message.of(ContentType.CLOSE)).remaining()).isEqualTo(length);
    }

    @Test
    void noFlippedBitOpens() throws Exception {
        use(UNORDERED, SessionRules.DEFAULT);
        byte[] own = bytes(sealed(client, Message.data(TOPIC, ascii("pay 1 to bob"))));
        for (int bit = 0; bit < own.length * 8; bit++) {
            byte[] altered = own.clone();
            altered[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(refusal(() -> server.open(ByteBuffer.wrap(altered), START))).as("bit " + bit).isNotNull();
        }
        server.open(ByteBuffer.wrap(own), START);
    }

    @Test
    void whatASideSealedDoesNotOpenThere() throws Exception {
        byte[] own = bytes(sealed(client, Message.data(TOPIC, ascii("reflect me"))));
        assertThat(refusal(() -> client.open(ByteBuffer.wrap(own), START))).isEqualTo(MessageRefusal.NOT_AUTHENTIC);
    }

    @Test
    void aStreamTakesTheNextMessageAndNoOther() throws Exception {
        byte[] first = bytes(sealed(client, Message.data(TOPIC, ascii("1"))));
        byte[] second = bytes(sealed(client, Message.data(TOPIC, ascii("2"))));
        assertThat(refusal(() -> server.open(ByteBuffer.wrap(second), START))).isEqualTo(MessageRefusal.OUT_OF_ORDER);
        assertThat(refusal(() -> server.open(ByteBuffer.wrap(first), START))).isEqualTo(MessageRefusal.ENDED);
    }

    @Test
    void aStreamTakesNoMessageTwice() throws Exception {
        byte[] first = bytes(sealed(client, Message.data(TOPIC, ascii("1"))));
        server.open(ByteBuffer.wrap(first.clone()), START);
        assertThat(refusal(() -> server.open(ByteBuffer.wrap(first), START))).isEqualTo(MessageRefusal.REPLAYED);
    }

    @Test
    void aStreamThatWasTamperedWithIsOverAndItsKeysAreGone() throws Exception {
        EpochKey key = server.receiving().keys().current();
        byte[] frame = bytes(sealed(client, Message.data(TOPIC, ascii("1"))));
        byte[] forged = frame.clone();
        forged[forged.length - 1] ^= 1;
        assertThat(refusal(() -> server.open(ByteBuffer.wrap(forged), START))).isEqualTo(MessageRefusal.NOT_AUTHENTIC);
        assertThat(refusal(() -> server.open(ByteBuffer.wrap(frame), START))).isEqualTo(MessageRefusal.ENDED);
        assertErased(key);
    }

    @Test
    void withoutOrderEachMessageOpensOnceWhateverTheOrder() throws Exception {
        use(UNORDERED, SessionRules.DEFAULT);
        var frames = new ArrayList<byte[]>();
        for (int i = 0; i < 500; i++) {
            frames.add(bytes(sealed(client, Message.data(TOPIC, ascii("n" + i)))));
        }
        Collections.shuffle(frames, new Random(7));
        for (byte[] frame : frames) {
            server.open(ByteBuffer.wrap(frame.clone()), START);
            assertThat(refusal(() -> server.open(ByteBuffer.wrap(frame), START))).isEqualTo(MessageRefusal.REPLAYED);
        }
    }

    @Test
    void withoutOrderTheWindowHasABound() throws Exception {
        use(UNORDERED, SessionRules.DEFAULT);
        var frames = new ArrayList<byte[]>();
        for (int i = 0; i <= ReplayWindow.SIZE; i++) {
            frames.add(bytes(sealed(client, Message.data(TOPIC, ascii("n" + i)))));
        }
        server.open(ByteBuffer.wrap(frames.getLast()), START);
        assertThat(refusal(() -> server.open(ByteBuffer.wrap(frames.get(0)), START))).isEqualTo(MessageRefusal.REPLAYED);
        server.open(ByteBuffer.wrap(frames.get(1)), START);
    }

    @Test
    void aForgedNumberMovesNeitherWindowNorEpoch() throws Exception {
        use(UNORDERED, SessionRules.DEFAULT);
        byte[] honest = bytes(sealed(client, Message.data(TOPIC, ascii("1"))));
        EpochKey key = server.receiving().keys().current();
        for (MessageNumber number : List.of(new MessageNumber(0, Long.MAX_VALUE), new MessageNumber(1, 9_000))) {
            byte[] forged = honest.clone();
            System.arraycopy(number.nonce(), 0, forged, 8, AicoFrame.NONCE_BYTES);
            assertThat(refusal(() -> server.open(ByteBuffer.wrap(forged), START))).isEqualTo(MessageRefusal.NOT_AUTHENTIC);
        }
        assertThat(server.receiving().keys().current()).isSameAs(key);
        server.open(ByteBuffer.wrap(honest), START);
    }

    @Test
    void theRestOfTheNonceIsZero() throws Exception {
        byte[] forged = bytes(sealed(client, Message.data(TOPIC, ascii("1"))));
        forged[8 + 23] = 1;
        assertThat(refusal(() -> server.open(ByteBuffer.wrap(forged), START))).isEqualTo(MessageRefusal.MALFORMED);
    }

    @Test
    void aKeyIsRotatedByVolume() throws Exception {
        int each = ChannelSession.sealedBytes(Message.data(TOPIC, new byte[1000]));
        use(ORDERED, new SessionRules(Duration.ofHours(1), Duration.ofDays(1), 2L * each, 1 << 20));
        EpochKey first = client.sending().key();
        EpochKey firstAtServer = server.receiving().keys().current();
        say(client, server, new byte[1000]);
        say(client, server, new byte[1000]);
        assertThat(client.sending().key().epoch()).isZero();
        say(client, server, new byte[1000]);
        assertThat(client.sending().key().epoch()).isEqualTo(1);
        assertThat(server.receiving().keys().current().epoch()).isEqualTo(1);
        assertErased(first);
        assertErased(firstAtServer);
        assertThat(server.sending().key().epoch()).as("the other direction has its own").isZero();
        say(server, client, new byte[1000]);
    }

    @Test
    void aKeyIsRotatedByTime() throws Exception {
        use(ORDERED, new SessionRules(Duration.ofHours(1), Duration.ofMinutes(10), 1 << 30, 1 << 20));
        Duration due = Duration.ofMinutes(10);
        say(client, server, new byte[1], due.minus(TICK));
        assertThat(client.sending().key().epoch()).isZero();
        say(client, server, new byte[1], due);
        assertThat(client.sending().key().epoch()).isEqualTo(1);
        say(client, server, new byte[1], due.plus(due).minus(TICK));
        assertThat(client.sending().key().epoch()).isEqualTo(1);
        say(client, server, new byte[1], due.plus(due));
        assertThat(server.receiving().keys().current().epoch()).isEqualTo(2);
    }

    @Test
    void theRatchetGoesOneWay() throws Exception {
        var secret = SecretBytes.copyOf(new byte[32]);
        EpochKey zero = EpochKey.first(secret);
        EpochKey one = zero.next();
        byte[] nonce = new byte[24];
        byte[] byZero = zero.aead().seal(nonce, new byte[40], new byte[0]);
        byte[] byOne = one.aead().seal(nonce, new byte[40], new byte[0]);
        assertThat(byZero).isNotEqualTo(byOne);
        zero.close();
        assertErased(zero);
        assertThat(one.next().epoch()).isEqualTo(2);
        assertThat(one.next().aead().seal(nonce, new byte[40], new byte[0])).isNotEqualTo(byOne);
    }

    @Test
    void whatWasCutOffAtTheEndOfAnEpochIsMissed() throws Exception {
        use(ORDERED, new SessionRules(Duration.ofHours(1), Duration.ofMinutes(10), 1 << 30, 1 << 20));
        say(client, server, new byte[1]);
        sealed(client, Message.data(TOPIC, ascii("cut off")));
        ByteBuffer next = sealed(client, Message.data(TOPIC, ascii("next epoch")), Duration.ofMinutes(10));
        assertThat(refusal(() -> server.open(next, Duration.ofMinutes(10)))).isEqualTo(MessageRefusal.OUT_OF_ORDER);
    }

    @Test
    void withoutOrderAMessageOfTheLastEpochOpensForAWhile() throws Exception {
        use(UNORDERED, new SessionRules(Duration.ofHours(1), Duration.ofMinutes(10), 1 << 30, 1 << 20));
        byte[] late = bytes(sealed(client, Message.data(TOPIC, ascii("late"))));
        byte[] later = bytes(sealed(client, Message.data(TOPIC, ascii("later"))));
        EpochKey old = server.receiving().keys().current();
        Duration rotated = Duration.ofMinutes(10);
        say(client, server, new byte[1], rotated);
        server.open(ByteBuffer.wrap(late), rotated.plus(ReceivingKeys.GRACE).minus(TICK));
        assertThat(refusal(() -> server.open(ByteBuffer.wrap(later), rotated.plus(ReceivingKeys.GRACE))))
                .isEqualTo(MessageRefusal.OTHER_EPOCH);
        assertErased(old);
    }

    @Test
    void anEpochCannotBeSkipped() throws Exception {
        use(UNORDERED, new SessionRules(Duration.ofHours(1), Duration.ofMinutes(10), 1 << 30, 1 << 20));
        sealed(client, Message.data(TOPIC, ascii("epoch 1")), Duration.ofMinutes(10));
        ByteBuffer second = sealed(client, Message.data(TOPIC, ascii("epoch 2")), Duration.ofMinutes(20));
        assertThat(refusal(() -> server.open(second, START))).isEqualTo(MessageRefusal.OTHER_EPOCH);
    }

    @Test
    void aSessionEndsAtItsTimeoutOnBothSides() throws Exception {
        Duration last = Duration.ofSeconds(3600).minus(TICK);
        say(client, server, new byte[1], last);
        ByteBuffer inTime = sealed(client, Message.data(TOPIC, ascii("x")), last);
        EpochKey key = client.sending().key();
        assertThat(refusal(() -> sealed(client, Message.data(TOPIC, ascii("x")), Duration.ofSeconds(3600))))
                .isEqualTo(MessageRefusal.EXPIRED);
        assertErased(key);
        assertThat(refusal(() -> server.open(inTime, Duration.ofSeconds(3600)))).isEqualTo(MessageRefusal.EXPIRED);
        assertThat(refusal(() -> sealed(client, Message.data(TOPIC, ascii("x")), START))).isEqualTo(MessageRefusal.ENDED);
    }

    @Test
    void aMessageHasABoundOnBothSides() throws Exception {
        use(ORDERED, new SessionRules(Duration.ofHours(1), Duration.ofDays(1), 1L << 30, 1000));
        say(client, server, new byte[1000]);
        assertThat(refusal(() -> sealed(client, Message.data(TOPIC, new byte[1001])))).isEqualTo(MessageRefusal.TOO_LARGE);
        byte[] beyond = craft(client, inner(0, 1001, PaddedLength.of(1001)));
        assertThat(refusal(() -> server.open(ByteBuffer.wrap(beyond), START))).isEqualTo(MessageRefusal.TOO_LARGE);
        use(ORDERED, new SessionRules(Duration.ofHours(1), Duration.ofDays(1), 1L << 30, 1000));
        byte[] farBeyond = craft(client, inner(0, 2000, PaddedLength.of(2000)));
        assertThat(refusal(() -> server.open(ByteBuffer.wrap(farBeyond), START))).isEqualTo(MessageRefusal.TOO_LARGE);
    }

    @Test
    void theLargestMessageOfAllArrives() throws Exception {
        assertThat(say(client, server, new byte[SessionRules.MOST_MESSAGE_BYTES])).hasSize(16_777_216);
        assertThat(refusal(() -> sealed(client, Message.data(TOPIC, new byte[16_777_217])))).isEqualTo(MessageRefusal.TOO_LARGE);
    }

    @Test
    void paddingIsWhatItMustBeAndNothingElse() throws Exception {
        assertThat(crafted(inner(0, 40, 40))).isNull();
        assertThat(crafted(inner(0, 40, 44))).isEqualTo(MessageRefusal.BAD_PADDING);
        assertThat(crafted(inner(0, 32, 31))).isEqualTo(MessageRefusal.BAD_PADDING);
        assertThat(crafted(inner(0, 1, 1))).isEqualTo(MessageRefusal.BAD_PADDING);
        assertThat(crafted(inner(0, -1, 32))).isEqualTo(MessageRefusal.BAD_PADDING);
        assertThat(crafted(inner(0, Integer.MAX_VALUE, 32))).isEqualTo(MessageRefusal.BAD_PADDING);
        assertThat(crafted(new byte[4])).isEqualTo(MessageRefusal.BAD_PADDING);
        for (int at = 5 + 3; at < 5 + 32; at++) {
            byte[] smuggled = inner(0, 3, 32);
            smuggled[at] = 1;
            assertThat(crafted(smuggled)).as("byte " + at).isEqualTo(MessageRefusal.BAD_PADDING);
        }
        assertThat(crafted(inner(2, 0, 32))).isNull();
        assertThat(crafted(inner(3, 0, 32))).isEqualTo(MessageRefusal.MALFORMED);
    }

    @Test
    void nothingFollowsAClose() throws Exception {
        EpochKey key = server.receiving().keys().current();
        assertThat(server.open(sealed(client, Message.of(ContentType.CLOSE)), START).type()).isEqualTo(ContentType.CLOSE);
        assertErased(key);
        assertThat(refusal(() -> sealed(client, Message.data(TOPIC, ascii("x"))))).isEqualTo(MessageRefusal.ENDED);
        assertThat(refusal(() -> server.open(ByteBuffer.allocate(100), START))).isEqualTo(MessageRefusal.ENDED);
        say(server, client, ascii("the other direction goes on"));
    }

    @Test
    void aClosedSessionHasNoKeys() {
        client.close();
        assertErased(client.sending().key());
        assertErased(client.receiving().keys().current());
        assertThat(refusal(() -> sealed(client, Message.data(TOPIC, ascii("x"))))).isEqualTo(MessageRefusal.ENDED);
    }

    @Test
    void defaultsAreThoseOfTheRequirements() {
        assertThat(SessionRules.DEFAULT.timeout()).isEqualTo(Duration.ofSeconds(3600));
        assertThat(SessionRules.DEFAULT.keyRotationInterval()).isEqualTo(Duration.ofSeconds(86_400));
        assertThat(SessionRules.DEFAULT.maxMessageBytes()).isEqualTo(16_777_216);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SessionRules(Duration.ofSeconds(1), Duration.ofSeconds(1), 1, 16_777_217));
        new SessionRules(Duration.ofMillis(1), Duration.ofMillis(1), 1, 1);
        assertThatIllegalArgumentException().isThrownBy(() -> new SessionRules(Duration.ZERO, Duration.ofSeconds(1), 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new SessionRules(Duration.ofSeconds(1), Duration.ZERO, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new SessionRules(Duration.ofSeconds(1), Duration.ofSeconds(1), 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new SessionRules(Duration.ofSeconds(1), Duration.ofSeconds(1), 1, 0));
    }

    /** What a server says to such a plaintext, sealed by the client's true key. */
    private @Nullable MessageRefusal crafted(byte[] plaintext) {
        use(ORDERED, SessionRules.DEFAULT);
        byte[] frame = craft(client, plaintext);
        return refusal(() -> server.open(ByteBuffer.wrap(frame), START));
    }

    private static byte[] craft(ChannelSession sender, byte[] plaintext) {
        byte[] nonce = new MessageNumber(0, sender.sending().sealed()).nonce();
        return AicoFrame.seal(sender.sending().key().aead(), nonce, TOPIC, plaintext);
    }

    private static byte[] inner(int type, int length, int padded) {
        return ByteBuffer.allocate(5 + padded).put((byte) type).putInt(length).array();
    }

    private static byte[] say(ChannelSession from, ChannelSession to, byte[] payload) throws MessageRefusedException {
        return say(from, to, payload, START);
    }

    private static byte[] say(ChannelSession from, ChannelSession to, byte[] payload, Duration age)
            throws MessageRefusedException {
        return to.open(sealed(from, Message.data(TOPIC, payload), age), age).payloadBytes();
    }

    private static ByteBuffer sealed(ChannelSession from, Message message) throws MessageRefusedException {
        return sealed(from, message, START);
    }

    private static ByteBuffer sealed(ChannelSession from, Message message, Duration age) throws MessageRefusedException {
        ByteBuffer out = ByteBuffer.allocate(ChannelSession.sealedBytes(message));
        from.seal(message, age, out);
        assertThat(out.hasRemaining()).isFalse();
        return out.flip();
    }

    private static byte[] bytes(ByteBuffer buffer) {
        return Arrays.copyOf(buffer.array(), buffer.limit());
    }

    private static void assertErased(EpochKey key) {
        assertThatExceptionOfType(CryptoBug.class).isThrownBy(() -> key.aead().seal(new byte[24], new byte[0], new byte[0]));
        assertThatExceptionOfType(CryptoBug.class).isThrownBy(key::next);
    }

    private static @Nullable MessageRefusal refusal(ThrowingCallable call) {
        try {
            call.call();
            return null;
        } catch (MessageRefusedException e) {
            return e.refusal();
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
