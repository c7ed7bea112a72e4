package dev.shieldwall.transport.channel.core;

import static dev.shieldwall.transport.channel.core.ChannelSuite.HYBRID;
import static dev.shieldwall.transport.channel.core.ChannelSuite.X25519;
import static dev.shieldwall.transport.channel.core.Parties.BACKEND;
import static dev.shieldwall.transport.channel.core.Parties.CLI;
import static dev.shieldwall.transport.channel.core.Parties.FRONTEND;
import static dev.shieldwall.transport.channel.core.Parties.NOON;
import static dev.shieldwall.transport.channel.core.Parties.SERVERS;
import static dev.shieldwall.transport.channel.core.Parties.STRANGER;
import static dev.shieldwall.transport.channel.core.Parties.answer;
import static dev.shieldwall.transport.channel.core.Parties.backend;
import static dev.shieldwall.transport.channel.core.Parties.client;
import static dev.shieldwall.transport.channel.core.Parties.frontend;
import static dev.shieldwall.transport.channel.core.Parties.peer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.shieldwall.crypto.kem.KemPrivateKey;
import dev.shieldwall.crypto.signature.KeyRejectedException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeTest {

    private static final Duration FRESH = Duration.ofSeconds(30);
    private static final Duration TICK = Duration.ofMillis(1);

    @ParameterizedTest
    @EnumSource
    void bothSidesHaveTheSameSecretsAndKnowEachOther(ChannelSuite suite) {
        Parties.Pair pair = Parties.pair(suite);
        assertThat(pair.client().secrets()).isEqualTo(pair.server().secrets());
        assertThat(pair.client().binding()).isEqualTo(pair.server().binding());
        assertThat(pair.client().peer()).isEqualTo(peer(BACKEND));
        assertThat(pair.server().peer()).isEqualTo(peer(FRONTEND));
        assertThat(pair.server().suite()).isEqualTo(suite).isEqualTo(pair.client().suite());
    }

    @Test
    void theDirectionsHaveDifferentSecretsAndNoTwoHandshakesHaveTheSame() {
        Parties.Pair one = Parties.pair(X25519);
        Parties.Pair two = Parties.pair(X25519);
        assertThat(one.client().secrets().toServer()).isNotEqualTo(one.client().secrets().toClient());
        assertThat(one.client().secrets().toServer()).isNotEqualTo(two.client().secrets().toServer());
        assertThat(one.client().binding()).isNotEqualTo(two.client().binding());
    }

    @Test
    void theLongestHelloFits() throws Exception {
        var longest = Parties.identity("f".repeat(64), 1);
        var server = Parties.identity("b".repeat(64), 2);
        var party = new ClientHandshake.Party(longest, server.name(), AllowList.of(peer(server)));
        var serverParty = new ServerHandshake.Party(server, AllowList.of(peer(longest)), List.of(HYBRID));
        try (var client = client(party, NOON, HYBRID, X25519)) {
            assertThat(client.hello()).hasSize(1537);
            var memory = new ChallengeMemory(1);
            var answered = answer(new ServerHandshake(serverParty, memory).admit(client.hello(), NOON), NOON);
            assertThat(answered.hello()).hasSize(1374);
            assertThat(client.finish(answered.hello(), NOON).message()).hasSize(116);
        }
    }

    @Test
    void theServersPreferenceAmongWhatIsOfferedDecides() throws Exception {
        try (var both = client(frontend(), NOON, X25519, HYBRID)) {
            assertThat(backend(HYBRID, X25519).admit(both.hello(), NOON).share().algorithm()).isEqualTo(HYBRID.kem());
            assertThat(backend(X25519).admit(both.hello(), NOON).share().algorithm()).isEqualTo(X25519.kem());
        }
    }

    @Test
    void aServerThatDemandsTheHybridRefusesLess() {
        assertRefused(Refusal.NO_COMMON_SUITE, () -> backend(HYBRID).admit(client(frontend(), NOON, X25519).hello(), NOON));
    }

    @Test
    void theStrongerOfferCannotBeTakenOut() {
        try (var client = client(frontend(), NOON, HYBRID, X25519)) {
            ClientHello honest = parse(client.hello());
            byte[] weaker = ClientHello.unsigned(honest.greeting(), honest.server(), List.of(honest.shares().getLast()));
            byte[] forged = MessageType.concat(weaker, honest.signed().signature());
            assertRefused(Refusal.BAD_SIGNATURE, () -> backend(HYBRID, X25519).admit(forged, NOON));
        }
    }

    @Test
    void anAnswerInASuiteThatWasNotOfferedIsRefused() throws Exception {
        try (var weak = client(frontend(), NOON, X25519);
                var strong = client(frontend(), NOON, HYBRID)) {
            byte[] answer = answer(backend(X25519).admit(weak.hello(), NOON), NOON).hello();
            assertRefused(Refusal.NO_COMMON_SUITE, () -> strong.finish(answer, NOON));
        }
    }

    /** The reference's server takes this: the ephemeral key is under no signature there. */
    @Test
    void theMeasuredHijackASwappedEphemeralKeyUnderACapturedSignatureIsRefused() {
        try (var victim = client(frontend(), NOON, X25519);
                var attackersKey = KemPrivateKey.generate(X25519.kem(), new SecureRandom())) {
            ClientHello captured = parse(victim.hello());
            byte[] swapped = ClientHello.unsigned(
                    captured.greeting(), captured.server(), List.of(attackersKey.publicKey().encode()));
            byte[] hijack = MessageType.concat(swapped, captured.signed().signature());
            assertRefused(Refusal.BAD_SIGNATURE, () -> backend(X25519).admit(hijack, NOON));
        }
    }

    @Test
    void aCapturedSignatureUnderAFreshTimeIsRefused() {
        ClientHello captured = parse(client(frontend(), NOON, X25519).hello());
        Instant later = NOON.plus(FRESH).plus(TICK);
        var greeting = Greeting.of(FRONTEND, captured.greeting().challenge(), later);
        byte[] refreshed = ClientHello.unsigned(greeting, captured.server(), captured.shares());
        byte[] forged = MessageType.concat(refreshed, captured.signed().signature());
        assertRefused(Refusal.BAD_SIGNATURE, () -> backend(X25519).admit(forged, later));
    }

    @Test
    void aStrangerIsRefusedWhateverItCallsItself() {
        var stranger = new ClientHandshake.Party(STRANGER, BACKEND.name(), SERVERS);
        assertRefused(Refusal.NOT_ALLOWED, () -> backend(X25519).admit(client(stranger, NOON, X25519).hello(), NOON));
        var nameOfAnother = new LocalIdentity(CLI.name(), FRONTEND.signer());
        var borrowed = new ClientHandshake.Party(nameOfAnother, BACKEND.name(), SERVERS);
        assertRefused(Refusal.NOT_ALLOWED, () -> backend(X25519).admit(client(borrowed, NOON, X25519).hello(), NOON));
    }

    @Test
    void aHelloForAnotherServerIsRefused() {
        var party = new ClientHandshake.Party(FRONTEND, CLI.name(), SERVERS);
        assertRefused(Refusal.OTHER_SERVER, () -> backend(X25519).admit(client(party, NOON, X25519).hello(), NOON));
    }

    @Test
    void anotherServerIsRefusedByTheClientEvenIfItIsAllowedUnderItsOwnName() throws Exception {
        try (var wantsCli = client(new ClientHandshake.Party(FRONTEND, CLI.name(), SERVERS), NOON, X25519);
                var wantsBackend = client(frontend(), NOON, X25519)) {
            byte[] ofBackend = answer(backend(X25519).admit(wantsBackend.hello(), NOON), NOON).hello();
            assertRefused(Refusal.OTHER_SERVER, () -> wantsCli.finish(ofBackend, NOON));
        }
    }

    @Test
    void aServerWithTheRightNameAndAnotherKeyIsRefused() throws Exception {
        var impostor = Parties.identity("backend", 0xc0);
        var handshake = new ServerHandshake(
                new ServerHandshake.Party(impostor, Parties.CLIENTS, List.of(X25519)), new ChallengeMemory(1));
        try (var client = client(frontend(), NOON, X25519)) {
            byte[] answer = answer(handshake.admit(client.hello(), NOON), NOON).hello();
            assertRefused(Refusal.NOT_ALLOWED, () -> client.finish(answer, NOON));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-30_001, 30_001, 86_400_000})
    void aHelloOrAnswerOlderOrNewerThanThirtySecondsIsRefused(long milliseconds) throws Exception {
        Instant other = NOON.plusMillis(milliseconds);
        try (var client = client(frontend(), NOON, X25519)) {
            assertRefused(Refusal.STALE, () -> backend(X25519).admit(client.hello(), other));
            byte[] answer = answer(backend(X25519).admit(client.hello(), NOON), NOON).hello();
            assertRefused(Refusal.STALE, () -> client.finish(answer, other));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-30_000, 30_000})
    void exactlyThirtySecondsAreFresh(long milliseconds) throws Exception {
        Instant other = NOON.plusMillis(milliseconds);
        try (var client = client(frontend(), NOON, X25519)) {
            backend(X25519).admit(client.hello(), other);
            byte[] answer = answer(backend(X25519).admit(client.hello(), NOON), NOON).hello();
            client.finish(answer, other);
        }
    }

    @Test
    void timesThatOverflowAreStale() {
        for (long millis : new long[] {Long.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE + 30_000}) {
            var greeting = new Greeting(millis, Parties.challenge(), FRONTEND.name(), FRONTEND.key().bytes());
            assertRefused(Refusal.STALE, () -> greeting.claimed(BACKEND, Parties.CLIENTS, NOON));
        }
    }

    @Test
    void aHelloBeginsOneHandshakeAsLongAsItIsFresh() throws Exception {
        var server = backend(X25519);
        byte[] hello = client(frontend(), NOON, X25519).hello();
        server.admit(hello, NOON.minus(FRESH));
        assertRefused(Refusal.REPLAYED, () -> server.admit(hello, NOON.minus(FRESH)));
        assertRefused(Refusal.REPLAYED, () -> server.admit(hello, NOON.plus(FRESH)));
        assertRefused(Refusal.STALE, () -> server.admit(hello, NOON.plus(FRESH).plus(TICK)));
    }

    @Test
    void challengesAreBoundedPerPeerAndForgottenWhenStale() throws Exception {
        var memory = new ChallengeMemory(3);
        var server = backend(memory, X25519);
        for (int i = 0; i < 3; i++) {
            server.admit(client(frontend(), NOON, X25519).hello(), NOON);
        }
        assertRefused(Refusal.TOO_MANY_HANDSHAKES, () -> server.admit(client(frontend(), NOON, X25519).hello(), NOON));
        server.admit(client(new ClientHandshake.Party(CLI, BACKEND.name(), SERVERS), NOON, X25519).hello(), NOON);
        assertThat(memory.size()).isEqualTo(4);

        Instant last = NOON.plus(FRESH);
        assertRefused(Refusal.TOO_MANY_HANDSHAKES, () -> server.admit(client(frontend(), last, X25519).hello(), last));
        Instant later = last.plus(TICK);
        server.admit(client(frontend(), later, X25519).hello(), later);
        Instant muchLater = later.plus(FRESH).plus(FRESH);
        server.admit(client(frontend(), muchLater, X25519).hello(), muchLater);
        assertThat(memory.size()).isEqualTo(1);
    }

    @Test
    void nothingIsRememberedOfAForgedHello() {
        var memory = new ChallengeMemory(1);
        byte[] forged = client(frontend(), NOON, X25519).hello();
        forged[forged.length - 1] ^= 1;
        assertRefused(Refusal.BAD_SIGNATURE, () -> backend(memory, X25519).admit(forged, NOON));
        assertThat(memory.size()).isZero();
    }

    /** After a restart the memory is empty; the server's own challenge and key still make the old finish worthless. */
    @Test
    void aWholeHandshakeReplayedToAServerThatForgotIsRefusedAtTheEnd() throws Exception {
        try (var client = client(frontend(), NOON, X25519);
                var first = answer(backend(X25519).admit(client.hello(), NOON), NOON);
                var second = answer(backend(X25519).admit(client.hello(), NOON), NOON)) {
            byte[] finish = client.finish(first.hello(), NOON).message();
            first.complete(finish);
            assertRefused(Refusal.BAD_SIGNATURE, () -> second.complete(finish));
        }
    }

    /** The first message is signed by itself, so only these two show that what follows is bound to all of it. */
    @Test
    void anAnswerToAnotherHelloIsRefusedEvenUnderTheSameEphemeralKey() throws Exception {
        byte[] seed = Parties.challenge();
        try (var one = new ClientHandshake(
                        frontend(), List.of(KemPrivateKey.of(X25519.kem(), seed)), Parties.challenge(), NOON);
                var two = new ClientHandshake(
                        frontend(), List.of(KemPrivateKey.of(X25519.kem(), seed)), Parties.challenge(), NOON)) {
            byte[] answer = answer(backend(X25519).admit(one.hello(), NOON), NOON).hello();
            assertRefused(Refusal.BAD_SIGNATURE, () -> two.finish(answer, NOON));
            one.finish(answer, NOON);
        }
    }

    @Test
    void aFinishForAnotherAnswerIsRefusedEvenUnderTheSameSecret() throws Exception {
        try (var client = client(frontend(), NOON, X25519)) {
            AdmittedClient admitted = backend(X25519).admit(client.hello(), NOON);
            try (var agreed = admitted.share().encapsulate(new SecureRandom());
                    var one = admitted.answer(agreed, Parties.challenge(), NOON);
                    var two = admitted.answer(agreed, Parties.challenge(), NOON)) {
                byte[] finish = client.finish(one.hello(), NOON).message();
                assertRefused(Refusal.BAD_SIGNATURE, () -> two.complete(finish));
                one.complete(finish);
            }
        }
    }

    @Test
    void noSignatureOfOneRoleServesInAnother() throws Exception {
        try (var client = client(frontend(), NOON, X25519);
                var answered = answer(backend(X25519).admit(client.hello(), NOON), NOON)) {
            byte[] finish = client.finish(answered.hello(), NOON).message();
            ClientFinish proof = ClientFinish.parse(finish);
            byte[] hash = new byte[32];
            for (var role : List.of(Signed.CLIENT_HELLO, Signed.SERVER, Signed.CLIENT)) {
                for (var other : List.of(Signed.CLIENT_HELLO, Signed.SERVER, Signed.CLIENT)) {
                    var signed = new Signed(0, FRONTEND.signer().sign(role, hash));
                    if (role == other) {
                        signed.verify(FRONTEND.key(), other, hash);
                    } else {
                        assertRefused(Refusal.BAD_SIGNATURE, () -> signed.verify(FRONTEND.key(), other, hash));
                    }
                }
            }
            assertRefused(Refusal.BAD_SIGNATURE, () -> answered.complete(withSignature(finish, new byte[64])));
            assertThat(proof.signed().signature()).hasSize(64);
        }
    }

    @Test
    void messagesReflectedToTheirSenderAreRefused() throws Exception {
        try (var client = client(frontend(), NOON, X25519);
                var answered = answer(backend(X25519).admit(client.hello(), NOON), NOON)) {
            assertRefused(Refusal.MALFORMED, () -> client.finish(client.hello(), NOON));
            assertRefused(Refusal.MALFORMED, () -> answered.complete(answered.hello()));
        }
    }

    /** A component that is client and server under one key: its own hello comes back to its own server. */
    @Test
    void aHelloThatComesBackToItsSendersOwnServerIsRefused() {
        var everybody = AllowList.of(peer(FRONTEND), peer(BACKEND));
        var own = new ServerHandshake.Party(BACKEND, everybody, List.of(X25519));
        var toItself = new ClientHandshake.Party(BACKEND, BACKEND.name(), everybody);
        assertRefused(Refusal.OWN_KEY, () -> new ServerHandshake(own, new ChallengeMemory(1))
                .admit(client(toItself, NOON, X25519).hello(), NOON));
    }

    @ParameterizedTest
    @EnumSource
    void noFlippedBitOfAnyMessageEndsInASession(ChannelSuite suite) throws Exception {
        try (var client = client(frontend(), NOON, suite);
                var answered = answer(backend(suite).admit(client.hello(), NOON), NOON)) {
            byte[] finish = client.finish(answered.hello(), NOON).message();
            for (int at = 0; at < client.hello().length; at++) {
                byte[] altered = flipped(client.hello(), at);
                assertThat(refusal(() -> backend(suite).admit(altered, NOON))).as("hello " + at).isNotNull();
            }
            for (int at = 0; at < answered.hello().length; at++) {
                byte[] altered = flipped(answered.hello(), at);
                assertThat(refusal(() -> client.finish(altered, NOON))).as("answer " + at).isNotNull();
            }
            for (int at = 0; at < finish.length; at++) {
                byte[] altered = flipped(finish, at);
                assertThat(refusal(() -> answered.complete(altered))).as("finish " + at).isNotNull();
            }
            answered.complete(finish);
        }
    }

    @Test
    void aMessageOfAnyOtherLengthIsRefused() throws Exception {
        try (var client = client(frontend(), NOON, X25519);
                var answered = answer(backend(X25519).admit(client.hello(), NOON), NOON)) {
            byte[] finish = client.finish(answered.hello(), NOON).message();
            for (int length = 0; length <= MessageType.MAX_BYTES + 1; length++) {
                byte[] hello = Arrays.copyOf(client.hello(), length);
                byte[] answer = Arrays.copyOf(answered.hello(), length);
                byte[] last = Arrays.copyOf(finish, length);
                if (length != client.hello().length) {
                    assertThat(refusal(() -> backend(X25519).admit(hello, NOON))).isEqualTo(Refusal.MALFORMED);
                }
                if (length != answered.hello().length) {
                    assertThat(refusal(() -> client.finish(answer, NOON))).isEqualTo(Refusal.MALFORMED);
                }
                if (length != finish.length) {
                    assertThat(refusal(() -> answered.complete(last))).isEqualTo(Refusal.MALFORMED);
                }
            }
        }
    }

    @Test
    void sharesAreAtLeastOneAndOnePerSuite() {
        ClientHello hello = parse(client(frontend(), NOON, X25519).hello());
        byte[] share = hello.shares().getFirst();
        for (List<byte[]> shares : List.of(List.<byte[]>of(), List.of(share, share), List.of(share, share, share))) {
            byte[] message = MessageType.concat(
                    ClientHello.unsigned(hello.greeting(), hello.server(), shares), hello.signed().signature());
            assertRefused(Refusal.MALFORMED, () -> ClientHello.parse(message));
        }
    }

    @Test
    void aShareOfSmallOrderIsRefusedOnlyWhenItIsUsedByItsSender() throws Exception {
        var greeting = Greeting.of(FRONTEND, Parties.challenge(), NOON);
        byte[] zero = new byte[33];
        zero[0] = X25519.kem().id();
        byte[] unsigned = ClientHello.unsigned(greeting, BACKEND.name(), List.of(zero));
        byte[] signature = FRONTEND.signer().sign(Signed.CLIENT_HELLO, Transcript.EMPTY.with(unsigned).hash());
        var admitted = backend(X25519).admit(MessageType.concat(unsigned, signature), NOON);
        assertThatExceptionOfType(KeyRejectedException.class)
                .isThrownBy(() -> admitted.share().encapsulate(new SecureRandom()));
    }

    @Test
    void namesAreBoundedAndPlain() {
        assertThat(new ComponentName("a".repeat(64)).value()).hasSize(64);
        for (String bad : List.of("", "a".repeat(65), "A", "a b", "a\n", "ä", "a/b")) {
            assertThatIllegalArgumentException().isThrownBy(() -> new ComponentName(bad));
        }
    }

    @Test
    void noMessageCarriesASecretInItsText() {
        assertThat(Parties.pair(X25519).client().toString()).startsWith("Established[backend, X25519, ");
    }

    private static ClientHello parse(byte[] hello) {
        try {
            return ClientHello.parse(hello);
        } catch (HandshakeRefusedException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] withSignature(byte[] finish, byte[] signature) {
        byte[] altered = finish.clone();
        System.arraycopy(signature, 0, altered, ClientFinish.unsigned().length, signature.length);
        return altered;
    }

    private static byte[] flipped(byte[] message, int at) {
        byte[] altered = message.clone();
        altered[at] ^= (byte) (1 << (at % 8));
        return altered;
    }

    private static void assertRefused(Refusal expected, ThrowingCallable call) {
        assertThat(refusal(call)).isEqualTo(expected);
    }

    private static @Nullable Refusal refusal(ThrowingCallable call) {
        try {
            call.call();
            return null;
        } catch (HandshakeRefusedException e) {
            return e.refusal();
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
