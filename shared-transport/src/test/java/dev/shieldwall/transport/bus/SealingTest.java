package dev.shieldwall.transport.bus;

import static dev.shieldwall.transport.bus.TestBus.CONSUMER;
import static dev.shieldwall.transport.bus.TestBus.ENTRY;
import static dev.shieldwall.transport.bus.TestBus.GATEWAY;
import static dev.shieldwall.transport.bus.TestBus.LONG;
import static dev.shieldwall.transport.bus.TestBus.RANDOM;
import static dev.shieldwall.transport.bus.TestBus.SCHEDULER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.crypto.kem.KemAlgorithm;
import dev.shieldwall.crypto.kem.KemPrivateKey;
import dev.shieldwall.crypto.signature.KeyRejectedException;
import dev.shieldwall.crypto.signature.SignatureAlgorithm;
import dev.shieldwall.crypto.signature.SignaturePrivateKey;
import dev.shieldwall.transport.bus.SealRejectedException.Reason;
import dev.shieldwall.transport.bus.core.AicoMessage;
import dev.shieldwall.transport.bus.core.ComponentName;
import dev.shieldwall.transport.bus.core.MalformedException;
import dev.shieldwall.transport.bus.core.MessageMetadata;
import dev.shieldwall.transport.bus.core.ReplayGuard;
import dev.shieldwall.transport.bus.core.SealedFrame;
import dev.shieldwall.transport.bus.core.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SealingTest {

    private static final Topic LOGIN = Topic.of("auth/login/attempt/v1");
    private static final byte[] TEXT = "the payload".getBytes(StandardCharsets.UTF_8);

    private final Map<ComponentName, SealingIdentity> identities = new HashMap<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final InstantSource clock = () -> now;
    private final Sealer gateway = new Sealer(identity(GATEWAY), this::keysOf, clock);
    private final Opener consumer = new Opener(identity(CONSUMER), this::keysOf, clock);
    private final Opener scheduler = new Opener(identity(SCHEDULER), this::keysOf, clock);

    private SealingIdentity identity(ComponentName name) {
        return identities.computeIfAbsent(name, _ -> new SealingIdentity(
                name,
                SignaturePrivateKey.generate(SignatureAlgorithm.ED25519, RANDOM),
                KemPrivateKey.generate(KemAlgorithm.X_WING, RANDOM)));
    }

    private Optional<PeerKeys> keysOf(ComponentName name) {
        return Optional.ofNullable(identities.get(name)).map(SealingIdentity::publicKeys);
    }

    private static BusSubscriber.Received received(Sealer.Sealed sealed) {
        return new BusSubscriber.Received(sealed.topic(), sealed.message());
    }

    private static byte[] payload(Opener opener, Sealer.Sealed sealed) throws SealRejectedException {
        return ((Opener.Opened.Payload) opener.open(received(sealed))).bytes();
    }

    private static void assertRejected(Opener opener, BusSubscriber.Received received, Reason reason) {
        assertThatThrownBy(() -> opener.open(received))
                .isInstanceOfSatisfying(SealRejectedException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    /** The same payload under other metadata, as a broker or a thief could send it. */
    private static BusSubscriber.Received with(Sealer.Sealed sealed, Topic topic, ComponentName source) {
        MessageMetadata old = sealed.message().metadata();
        var metadata = new MessageMetadata(old.messageId(), old.timestamp(), source.value(), old.kind(), old.attributes());
        return new BusSubscriber.Received(topic, new AicoMessage(metadata, sealed.message().payload()));
    }

    private static BusSubscriber.Received with(Sealer.Sealed sealed, SealedFrame frame) {
        var payload = new AicoMessage.Payload(SealedFrame.TYPE_URL, frame.encode());
        return new BusSubscriber.Received(sealed.topic(), new AicoMessage(sealed.message().metadata(), payload));
    }

    private static SealedFrame frame(Sealer.Sealed sealed) throws MalformedException {
        return SealedFrame.parse(sealed.message().payload().value());
    }

    @Test
    void aPeerReadsWhatIsForIt() throws Exception {
        Sealer.Sealed sealed = gateway.seal(ENTRY, CONSUMER, TEXT);
        assertThat(sealed.topic()).hasToString("logs/entry/v1.log_consumer");
        assertThat(new String(sealed.message().encode(), StandardCharsets.ISO_8859_1)).doesNotContain("the payload");
        Opener.Opened opened = consumer.open(received(sealed));
        assertThat(opened.source()).isEqualTo(GATEWAY);
        assertThat(((Opener.Opened.Payload) opened).bytes()).isEqualTo(TEXT);
    }

    @Test
    void nobodyElseReadsIt() throws Exception {
        Sealer.Sealed sealed = gateway.seal(ENTRY, CONSUMER, TEXT);
        assertRejected(scheduler, received(sealed), Reason.NOT_FOR_US);
        assertRejected(scheduler, with(sealed, ENTRY.forPeer(SCHEDULER), GATEWAY), Reason.WRONG_SIGNATURE);
    }

    @Test
    void aMessageIsTakenOnceAndInItsTime() throws Exception {
        Sealer.Sealed first = gateway.seal(ENTRY, CONSUMER, TEXT);
        Sealer.Sealed second = gateway.seal(ENTRY, CONSUMER, TEXT);
        payload(consumer, first);
        assertRejected(consumer, received(first), Reason.REPLAYED);
        payload(consumer, second);
        assertRejected(consumer, received(first), Reason.REPLAYED);
        Sealer.Sealed late = gateway.seal(ENTRY, CONSUMER, TEXT);
        now = now.plusMillis(ReplayGuard.WINDOW_MILLIS + 1);
        assertRejected(consumer, received(late), Reason.TOO_OLD);
        Sealer.Sealed early = gateway.seal(ENTRY, CONSUMER, TEXT);
        now = now.minusMillis(ReplayGuard.WINDOW_MILLIS + 1);
        assertRejected(consumer, received(early), Reason.FROM_THE_FUTURE);
    }

    @Test
    void anotherTopicSourceOrSignerIsRefused() throws Exception {
        Sealer.Sealed sealed = gateway.seal(ENTRY, CONSUMER, TEXT);
        assertRejected(consumer, with(sealed, LOGIN.forPeer(CONSUMER), GATEWAY), Reason.WRONG_SIGNATURE);
        assertRejected(consumer, with(sealed, sealed.topic(), SCHEDULER), Reason.WRONG_SIGNATURE);
        assertRejected(consumer, with(sealed, sealed.topic(), new ComponentName("nobody")), Reason.UNKNOWN_SOURCE);
        assertThat(payload(consumer, sealed)).isEqualTo(TEXT);
    }

    @Test
    void whoTakesTheSignatureOffAndSignsAnewDoesNotGetThrough() throws Exception {
        Sealer.Sealed sealed = gateway.seal(ENTRY, CONSUMER, TEXT);
        SealedFrame frame = frame(sealed);
        var stream = new ReplayGuard.Stream(SCHEDULER, sealed.topic());
        byte[] header = SealedFrame.header(frame.kind(), frame.epoch(), frame.sequence(), stream);
        byte[] signature = new dev.shieldwall.crypto.signature.Signer(identity(SCHEDULER).signing(), Sealer.CONTEXT)
                .sign(SealedFrame.signedBytes(header, frame.ciphertext()));
        var stolen = new SealedFrame(frame.kind(), frame.epoch(), frame.sequence(), signature, frame.ciphertext());
        MessageMetadata old = sealed.message().metadata();
        var metadata = new MessageMetadata(old.messageId(), old.timestamp(), SCHEDULER.value(), old.kind(), old.attributes());
        assertRejected(
                consumer,
                new BusSubscriber.Received(sealed.topic(), new AicoMessage(
                        metadata, new AicoMessage.Payload(SealedFrame.TYPE_URL, stolen.encode()))),
                Reason.DOES_NOT_OPEN);
    }

    @Test
    void everyBitOfTheFrameCounts() throws Exception {
        Sealer.Sealed sealed = gateway.seal(ENTRY, CONSUMER, TEXT);
        byte[] good = sealed.message().payload().value();
        for (int i = 0; i < good.length; i += i < 100 ? 1 : 37) {
            byte[] bad = good.clone();
            bad[i] ^= 1;
            var message = new AicoMessage(sealed.message().metadata(), new AicoMessage.Payload(SealedFrame.TYPE_URL, bad));
            assertThatThrownBy(() -> consumer.open(new BusSubscriber.Received(sealed.topic(), message)))
                    .as("byte %d", i).isInstanceOf(SealRejectedException.class);
        }
        assertThat(payload(consumer, sealed)).isEqualTo(TEXT);
    }

    @Test
    void whatIsNotSealedIsRefused() {
        assertRejected(
                consumer,
                new BusSubscriber.Received(ENTRY, TestBus.message(GATEWAY, ENTRY, "plain")),
                Reason.NOT_SEALED);
        for (int length = 0; length < 20; length++) {
            var payload = new AicoMessage.Payload(SealedFrame.TYPE_URL, new byte[length]);
            AicoMessage message = new AicoMessage(TestBus.message(GATEWAY, ENTRY, "x").metadata(), payload);
            assertRejected(consumer, new BusSubscriber.Received(ENTRY, message), Reason.NOT_SEALED);
        }
    }

    @Test
    void aKindIsNotTakenForAnother() throws Exception {
        Sealer.Sealed sealed = gateway.seal(ENTRY, CONSUMER, new byte[32]);
        SealedFrame frame = frame(sealed);
        var other = new SealedFrame(SealedFrame.Kind.GROUP_KEY, frame.epoch(), frame.sequence(), frame.signature(), frame.ciphertext());
        assertRejected(consumer, with(sealed, other), Reason.WRONG_SIGNATURE);
    }

    @Test
    void membersReadTheGroupAndOthersDoNot() throws Exception {
        Sealer.Group group = gateway.group(ENTRY, Set.of(CONSUMER));
        for (Sealer.Sealed key : group.keys()) {
            assertThat(consumer.open(received(key))).isInstanceOf(Opener.Opened.GroupKey.class);
        }
        Sealer.Sealed sealed = group.seal(TEXT);
        assertThat(sealed.topic()).isEqualTo(ENTRY);
        assertThat(payload(consumer, sealed)).isEqualTo(TEXT);
        assertRejected(consumer, received(sealed), Reason.REPLAYED);
        assertRejected(scheduler, received(sealed), Reason.NO_GROUP_KEY);
    }

    @Test
    void whoLeavesReadsNothingMoreAndWhoJoinsNothingOfBefore() throws Exception {
        Sealer.Group group = gateway.group(ENTRY, Set.of(CONSUMER, SCHEDULER));
        for (Sealer.Sealed key : group.keys()) {
            (key.topic().isFor(CONSUMER) ? consumer : scheduler).open(received(key));
        }
        Sealer.Sealed before = group.seal(TEXT);
        assertThat(payload(scheduler, before)).isEqualTo(TEXT);
        assertThat(group.remove(SCHEDULER)).singleElement().satisfies(key -> consumer.open(received(key)));
        Sealer.Sealed after = group.seal(TEXT);
        assertThat(payload(consumer, after)).isEqualTo(TEXT);
        assertRejected(scheduler, received(after), Reason.NO_GROUP_KEY);
        for (Sealer.Sealed key : group.add(SCHEDULER)) {
            (key.topic().isFor(CONSUMER) ? consumer : scheduler).open(received(key));
        }
        assertRejected(scheduler, received(after), Reason.NO_GROUP_KEY);
        assertThat(payload(scheduler, group.seal(TEXT))).isEqualTo(TEXT);
    }

    @Test
    void anEpochReallyHasAnotherKey() throws Exception {
        Sealer.Group group = gateway.group(ENTRY, Set.of(CONSUMER, SCHEDULER));
        var keys = new HashSet<String>();
        var decryptor = new dev.shieldwall.crypto.encryption.Decryptor(identity(CONSUMER).encryption(), Set.of(Sealer.AEAD));
        for (Sealer.Sealed key : new Sealer.Sealed[] {group.keys().getFirst(), group.remove(SCHEDULER).getFirst()}) {
            SealedFrame frame = frame(key);
            byte[] header = SealedFrame.header(
                    frame.kind(), frame.epoch(), frame.sequence(), new ReplayGuard.Stream(GATEWAY, key.topic()));
            keys.add(java.util.HexFormat.of().formatHex(decryptor.decrypt(frame.ciphertext(), header)));
        }
        assertThat(keys).hasSize(2);
    }

    @Test
    void anOlderKeyDoesNotComeBackAndTheSameOneMay() throws Exception {
        Sealer.Group group = gateway.group(ENTRY, Set.of(CONSUMER));
        Sealer.Sealed older = group.keys().getFirst();
        var fresh = new Opener(identity(CONSUMER), this::keysOf, clock);
        fresh.open(received(group.add(SCHEDULER).getFirst()));
        assertRejected(fresh, received(older), Reason.REPLAYED);
        now = now.minusMillis(1);
        Sealer.Group restarted = new Sealer(identity(GATEWAY), this::keysOf, clock).group(ENTRY, Set.of(CONSUMER));
        now = now.plusSeconds(1);
        fresh.open(received(group.keys().getFirst()));
        now = now.plusSeconds(1);
        assertRejected(fresh, received(restarted.keys().getFirst()), Reason.OLD_GROUP_KEY);
    }

    @Test
    void membersAreBounded() {
        var most = new HashSet<ComponentName>();
        for (int i = 0; i < Sealer.MAX_MEMBERS; i++) {
            most.add(new ComponentName("c" + i));
        }
        Sealer.Group group = gateway.group(ENTRY, most);
        assertThatIllegalArgumentException().isThrownBy(() -> group.add(CONSUMER));
    }

    @Test
    void aSenderOfManyGroupsLosesItsQuietestAndNobodyElseLosesAny() throws Exception {
        Sealer other = new Sealer(identity(SCHEDULER), this::keysOf, clock);
        Sealer.Group kept = other.group(ENTRY, Set.of(CONSUMER));
        consumer.open(received(kept.keys().getFirst()));
        Sealer.Group first = gateway.group(Topic.of("logs/x/t0/v1"), Set.of(CONSUMER));
        consumer.open(received(first.keys().getFirst()));
        for (int i = 1; i < Opener.MAX_GROUPS; i++) {
            Sealer.Group more = gateway.group(Topic.of("logs/x/t" + i + "/v1"), Set.of(CONSUMER));
            consumer.open(received(more.keys().getFirst()));
        }
        assertThat(payload(consumer, first.seal(TEXT))).as("at the bound, and the quietest no more").isEqualTo(TEXT);
        Sealer.Group beyond = gateway.group(Topic.of("logs/x/beyond/v1"), Set.of(CONSUMER));
        consumer.open(received(beyond.keys().getFirst()));
        assertThat(payload(consumer, beyond.seal(TEXT))).isEqualTo(TEXT);
        assertThat(payload(consumer, first.seal(TEXT))).isEqualTo(TEXT);
        assertThat(payload(consumer, kept.seal(TEXT))).isEqualTo(TEXT);
        Sealer.Group quietest = gateway.group(Topic.of("logs/x/t1/v1"), Set.of(CONSUMER));
        assertRejected(consumer, received(quietest.seal(TEXT)), Reason.NO_GROUP_KEY);
    }

    @Test
    void aMemberWithoutKeysIsNotTakenInAndTheGroupGoesOn() throws Exception {
        Sealer.Group group = gateway.group(ENTRY, Set.of(CONSUMER));
        consumer.open(received(group.keys().getFirst()));
        assertThatThrownBy(() -> group.add(new ComponentName("nobody"))).isInstanceOf(KeyRejectedException.class);
        assertThat(payload(consumer, group.seal(TEXT))).as("under the key from before").isEqualTo(TEXT);
        assertThat(group.keys()).hasSize(1);
    }

    @Test
    void whomNobodyKnowsAnyMoreLeavesWithTheNextChange() throws Exception {
        Sealer.Group group = gateway.group(ENTRY, Set.of(CONSUMER, SCHEDULER));
        identities.remove(SCHEDULER);
        assertThatThrownBy(group::keys).isInstanceOf(KeyRejectedException.class);
        List<Sealer.Sealed> keys = group.remove(new ComponentName("somebody"));
        assertThat(keys).singleElement().satisfies(key -> assertThat(key.topic()).hasToString("logs/entry/v1.log_consumer"));
        consumer.open(received(keys.getFirst()));
        assertThat(payload(consumer, group.seal(TEXT))).isEqualTo(TEXT);
    }

    @Test
    void keysThatDidNotLeaveAreSaid() throws Exception {
        try (var bus = new TestBus()) {
            var unheard = new BusPublisher(bus.keysOf(GATEWAY), new BrokerEndpoint("tcp://127.0.0.1:1", bus.brokerKeys.publicKey(), TestBus.LIMITS));
            var sender = new SealingPublisher(gateway, unheard);
            SealingPublisher.OpenedGroup opened = sender.openGroup(ENTRY, Set.of(CONSUMER));
            assertThat(opened.keys()).isEqualTo(BusPublisher.Outcome.NOT_CONNECTED);
            assertThat(sender.add(opened.group(), SCHEDULER)).isEqualTo(BusPublisher.Outcome.NOT_CONNECTED);
            assertThat(sender.remove(opened.group(), SCHEDULER)).isEqualTo(BusPublisher.Outcome.NOT_CONNECTED);
            assertThat(sender.sendKeysAgain(opened.group())).isEqualTo(BusPublisher.Outcome.NOT_CONNECTED);
            unheard.close();
        }
    }

    /** JeroMQ takes a negative patience for endless. */
    @Test
    void noPatienceIsLeftAfterTheEnd() {
        assertThat(BusSubscriber.remaining(System.nanoTime() - 5_000_000_000L)).isZero();
        assertThat(BusSubscriber.remaining(System.nanoTime() + 60_000_000_000L)).isBetween(1, 60_000);
    }

    @Test
    void aPeerWithoutKeysIsNamed() {
        assertThatThrownBy(() -> gateway.seal(ENTRY, new ComponentName("nobody"), TEXT)).isInstanceOf(KeyRejectedException.class);
    }

    @Test
    void itAllWorksOverTheBus() throws Exception {
        now = Instant.now();
        try (var bus = new TestBus()) {
            BusSubscriber subscriber = bus.subscriber(CONSUMER, "logs/");
            var sender = new SealingPublisher(gateway, bus.publisher(GATEWAY));
            assertThat(sender.publishTo(CONSUMER, ENTRY, TEXT)).isEqualTo(BusPublisher.Outcome.QUEUED);
            assertThat(consumer.open(subscriber.receive(LONG).orElseThrow()))
                    .isInstanceOfSatisfying(Opener.Opened.Payload.class, p -> assertThat(p.bytes()).isEqualTo(TEXT));
            Sealer.Group group = sender.openGroup(ENTRY, Set.of(CONSUMER, SCHEDULER)).group();
            sender.publishTo(group, TEXT);
            assertThat(consumer.open(subscriber.receive(LONG).orElseThrow())).isInstanceOf(Opener.Opened.GroupKey.class);
            assertThat(consumer.open(subscriber.receive(LONG).orElseThrow()))
                    .isInstanceOfSatisfying(Opener.Opened.Payload.class, p -> assertThat(p.bytes()).isEqualTo(TEXT));
        }
    }
}
