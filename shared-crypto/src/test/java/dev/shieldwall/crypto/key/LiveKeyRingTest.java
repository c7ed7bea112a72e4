package dev.shieldwall.crypto.key;

import static dev.shieldwall.crypto.key.TestKeys.START;
import static dev.shieldwall.crypto.key.TestKeys.pair;
import static dev.shieldwall.crypto.key.TestKeys.ring;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.SecretAccess;
import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.signature.SignaturePrivateKey;
import dev.shieldwall.crypto.signature.SignaturePublicKey;
import dev.shieldwall.crypto.signature.SignatureRejectedException;
import dev.shieldwall.crypto.signature.Signer;
import dev.shieldwall.crypto.signature.SigningContext;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LiveKeyRingTest {

    private static final SigningContext CONTEXT = SigningContext.of("shieldwall/test/v1");
    private static final byte[] MESSAGE = "a message".getBytes(StandardCharsets.US_ASCII);
    private static final Instant END = START.plus(KeyClass.SIGNING.policy().overlap());

    private final List<KeyEvent> journal = new ArrayList<>();
    private final KeyRing first = ring(KeyClass.SIGNING);
    private final KeyMaterial fresh = pair();
    private final LiveKeyRing live = new LiveKeyRing(first, (next, event) -> journal.add(event));

    @Test
    void whatThePrimarySignedVerifiesByItsIdUntilTheOverlapEnds() throws Exception {
        KeyedSignature before = live.signer(CONTEXT).sign(MESSAGE);
        rotate(pair());
        KeyedSignature after = live.signer(CONTEXT).sign(MESSAGE);
        RingVerifier verifier = live.verifier(CONTEXT);

        assertThat(after.key()).isNotEqualTo(before.key());
        verifier.verify(MESSAGE, KeyedSignature.parse(before.encode()), END.minusMillis(1));
        verifier.verify(MESSAGE, after, END);
        assertThatExceptionOfType(SignatureRejectedException.class).isThrownBy(() -> verifier.verify(MESSAGE, before, END));
        assertThat(verifier.publicKey(before.key(), END)).isEmpty();
    }

    @Test
    void aClockThatGoesBackDoesNotBringAnEndedKeyBack() throws Exception {
        KeyedSignature old = live.signer(CONTEXT).sign(MESSAGE);
        rotate(pair());
        live.verifier(CONTEXT).publicKey(old.key(), END.minusMillis(1));
        live.verifier(CONTEXT).verify(MESSAGE, old, START);
        live.verifier(CONTEXT).publicKey(live.signer(CONTEXT).sign(MESSAGE).key(), END);
        assertThatExceptionOfType(SignatureRejectedException.class)
                .isThrownBy(() -> live.verifier(CONTEXT).verify(MESSAGE, old, START));
    }

    /** Whoever sends signatures chooses the id; nobody but us chooses the time. */
    @Test
    void aQuestionForAKeyThatIsNotInTheRingEndsNoOther() throws Exception {
        KeyedSignature old = live.signer(CONTEXT).sign(MESSAGE);
        rotate(pair());
        live.verifier(CONTEXT).publicKey(pair().id(), END);
        live.verifier(CONTEXT).publicKey(pair().id(), Instant.MAX);
        live.verifier(CONTEXT).verify(MESSAGE, old, START);
    }

    @Test
    void aClockThatOnceWasFarAheadEndsWhatIsRetiredThenAndNotWhatIsRetiredLater() throws Exception {
        KeyedSignature first = live.signer(CONTEXT).sign(MESSAGE);
        rotate(pair());
        KeyedSignature second = live.signer(CONTEXT).sign(MESSAGE);
        live.verifier(CONTEXT).verify(MESSAGE, second, Instant.MAX);
        assertThat(live.verifier(CONTEXT).publicKey(first.key(), START)).isEmpty();

        TestKeys.accepted(live.administrator().add(fresh, START.plusSeconds(1)));
        TestKeys.accepted(live.administrator().rotate(fresh.id(), START.plusSeconds(1)));
        live.verifier(CONTEXT).verify(MESSAGE, second, END);
        assertThat(live.verifier(CONTEXT).publicKey(second.key(), END.plusSeconds(1))).isEmpty();
    }

    @Test
    void aSignatureUnderAnotherKeysIdIsRefusedThoughItsKeyIsInTheRing() throws Exception {
        KeyedSignature before = live.signer(CONTEXT).sign(MESSAGE);
        rotate(pair());
        KeyId primary = live.signer(CONTEXT).sign(MESSAGE).key();
        assertThatExceptionOfType(SignatureRejectedException.class)
                .isThrownBy(() -> live.verifier(CONTEXT).verify(MESSAGE, new KeyedSignature(primary, before.signature()), START));
        assertThatExceptionOfType(SignatureRejectedException.class)
                .isThrownBy(() -> live.verifier(CONTEXT).verify(MESSAGE, new KeyedSignature(pair().id(), before.signature()), START));
        assertThatExceptionOfType(SignatureRejectedException.class)
                .isThrownBy(() -> KeyedSignature.parse(new byte[KeyId.BYTES]));
    }

    @Test
    void aRetiredPrivateKeyIsOverwrittenAndCannotSign() throws Exception {
        var old = (KeyMaterial.PrivateKey) first.primary().material();
        rotate(pair());
        assertThatExceptionOfType(CryptoBug.class).isThrownBy(() -> new Signer(old.key(), CONTEXT).sign(MESSAGE));
    }

    @Test
    void aFailedCommitChangesNothing() throws Exception {
        var failing = new LiveKeyRing(first, LiveKeyRingTest::diskFull);
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> failing.administrator().add(pair(), START));
        KeyedSignature signature = failing.signer(CONTEXT).sign(MESSAGE);
        assertThat(signature.key()).isEqualTo(first.primary().id());
        failing.verifier(CONTEXT).verify(MESSAGE, signature, START);
    }

    @Test
    void aCompromisedKeyIsDroppedEvenIfThatCannotBeWritten() {
        var failing = new LiveKeyRing(first, LiveKeyRingTest::diskFull);
        KeyedSignature old = failing.signer(CONTEXT).sign(MESSAGE);
        KeyMaterial fresh = pair();

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> failing.administrator().compromisePrimary(old.key(), fresh, START));
        assertThat(failing.signer(CONTEXT).sign(MESSAGE).key()).isEqualTo(fresh.id());
        assertThatExceptionOfType(SignatureRejectedException.class)
                .isThrownBy(() -> failing.verifier(CONTEXT).verify(MESSAGE, old, START));
    }

    @Test
    void aCompromisedRetiredKeyIsDroppedEvenIfThatCannotBeWritten() throws Exception {
        KeyedSignature old = live.signer(CONTEXT).sign(MESSAGE);
        var failing = new LiveKeyRing(TestKeys.rotated(first, START), LiveKeyRingTest::diskFull);
        failing.verifier(CONTEXT).verify(MESSAGE, old, START);

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> failing.administrator().compromise(old.key(), START));
        assertThat(failing.verifier(CONTEXT).publicKey(old.key(), START)).isEmpty();
    }

    @Test
    void anEmergencyThatCouldNotBeWrittenIsWrittenWithTheNextChangeBeforeIt() throws Exception {
        var disk = new Disk();
        var failing = new LiveKeyRing(TestKeys.rotated(first, START), disk);
        KeyId old = first.primary().id();
        disk.full = true;
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> failing.administrator().compromise(old, START));
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> failing.administrator().add(pair(), START));
        KeyId primary = failing.signer(CONTEXT).sign(MESSAGE).key();
        KeyMaterial replacement = pair();
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> failing.administrator().compromisePrimary(primary, replacement, START));

        disk.full = false;
        TestKeys.accepted(failing.administrator().add(pair(), START));
        assertThat(disk.events)
                .hasExactlyElementsOfTypes(KeyEvent.Compromised.class, KeyEvent.Replaced.class, KeyEvent.Added.class);
        assertThat(disk.written).allSatisfy(ring -> assertThat(ring.spent()).contains(old));
        assertThat(disk.written.getLast().primary().id()).isEqualTo(replacement.id());
    }

    @Test
    void anEmergencyThatCouldNotBeWrittenIsWrittenWhenItIsAskedForAgain() throws Exception {
        var disk = new Disk();
        var failing = new LiveKeyRing(TestKeys.rotated(first, START), disk);
        KeyId old = first.primary().id();
        disk.full = true;
        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> failing.administrator().compromise(old, START));
        }
        disk.full = false;
        assertThat(failing.administrator().compromise(old, START)).isEqualTo(new KeyDecision.Refused(KeyRefusal.SPENT));
        failing.administrator().compromise(old, START);
        assertThat(disk.events).containsExactly(new KeyEvent.Compromised(START, KeyClass.SIGNING, old));
        assertThat(disk.written.getLast().spent()).containsExactly(old);
    }

    @Test
    void aChangeThatMayNotLastHoldsAndIsWrittenOnceMoreBeforeTheNext() throws Exception {
        var disk = new Disk();
        var unsure = new LiveKeyRing(first, (next, event) -> {
            disk.commit(next, event);
            if (disk.events.size() == 1) {
                throw new NotDurableException("sync", new IOException("sync"));
            }
        });
        assertThatExceptionOfType(NotDurableException.class)
                .isThrownBy(() -> unsure.administrator().add(fresh, START));
        assertThat(unsure.verifier(CONTEXT).publicKey(fresh.id(), START)).isPresent();
        TestKeys.accepted(unsure.administrator().rotate(fresh.id(), START));
        assertThat(disk.events)
                .hasExactlyElementsOfTypes(KeyEvent.Added.class, KeyEvent.Added.class, KeyEvent.Rotated.class);
    }

    private static final class Disk implements LiveKeyRing.Commit {

        private final List<KeyEvent> events = new ArrayList<>();
        private final List<KeyRing> written = new ArrayList<>();
        private boolean full;

        @Override
        public void commit(KeyRing next, KeyEvent event) throws IOException {
            if (full) {
                diskFull(next, event);
            }
            written.add(next);
            events.add(event);
        }
    }

    private static void diskFull(KeyRing next, KeyEvent event) throws IOException {
        throw new IOException("no space left");
    }

    @Test
    void theJournalHearsOfAcceptedOperationsAndOfNoOthers() throws Exception {
        KeyMaterial fresh = pair();
        rotate(fresh);
        live.administrator().purge(fresh.id(), START);
        live.administrator().compromise(first.primary().id(), START);
        assertThat(journal)
                .hasExactlyElementsOfTypes(KeyEvent.Added.class, KeyEvent.Rotated.class, KeyEvent.Compromised.class);
    }

    /** S3-37. A method that a role gains is seen here. */
    @Test
    void aRoleCanDoWhatItIsForAndNothingElse() {
        assertThat(methods(RingSigner.class)).containsExactly("sign");
        assertThat(methods(RingVerifier.class)).containsExactly("publicKey", "verify");
        assertThat(methods(RingSecrets.class)).containsExactly("opening", "primary");
        assertThat(methods(RingAdministrator.class))
                .containsExactly("add", "compromise", "compromisePrimary", "due", "nextDue", "purge", "retire", "rotate");
    }

    private static List<String> methods(Class<?> role) {
        return Arrays.stream(role.getDeclaredMethods())
                .filter(method -> java.lang.reflect.Modifier.isPublic(method.getModifiers()))
                .map(Method::getName)
                .sorted()
                .toList();
    }

    @Test
    void aRingOfSecretsDoesNotSignAndARingOfPairsHandsOutNoSecret() {
        var secrets = new LiveKeyRing(ring(KeyClass.COMMUNITY), (next, event) -> {});
        assertThatExceptionOfType(CryptoBug.class).isThrownBy(() -> secrets.signer(CONTEXT).sign(MESSAGE));
        assertThatExceptionOfType(CryptoBug.class).isThrownBy(() -> live.secrets().primary());
        KeyId id = secrets.secrets().primary().id();
        assertThatExceptionOfType(CryptoBug.class).isThrownBy(() -> secrets.verifier(CONTEXT).publicKey(id, START));
    }

    @Test
    void aSecretOpensByItsIdWithinTheOverlapAndIsOverwrittenWhenPurged() throws Exception {
        KeyRing ring = ring(KeyClass.CHANNEL_SESSION);
        var secret = (KeyMaterial.Secret) ring.primary().material();
        byte[] bytes = secret.secret().copy(SecretAccess.granted());
        var channel = new LiveKeyRing(ring, (next, event) -> {});
        KeyMaterial fresh = TestKeys.fit(KeyClass.CHANNEL_SESSION);
        KeyId old = channel.secrets().primary().id();
        channel.administrator().add(fresh, START);
        channel.administrator().rotate(fresh.id(), START);
        Instant end = START.plusSeconds(60);

        try (SecretBytes opened = channel.secrets().opening(old, end.minusMillis(1)).orElseThrow().secret()) {
            assertThat(opened.copy(SecretAccess.granted())).isEqualTo(bytes);
        }
        assertThat(channel.secrets().opening(old, end)).isEmpty();
        assertThat(channel.secrets().primary().id()).isEqualTo(fresh.id());
        channel.administrator().purge(old, end);
        assertThatExceptionOfType(CryptoBug.class).isThrownBy(() -> secret.secret().copy(SecretAccess.granted()));
    }

    @Test
    void aTokenSignsForTheRingAndOneThatLiesIsNoticed() throws Exception {
        SignaturePrivateKey inside = ((KeyMaterial.PrivateKey) pair()).key();
        rotate(new KeyMaterial.Remote(new Token(inside, inside.publicKey())));
        KeyedSignature signature = live.signer(CONTEXT).sign(MESSAGE);
        live.verifier(CONTEXT).verify(MESSAGE, signature, START);

        SignaturePrivateKey wrong = ((KeyMaterial.PrivateKey) pair()).key();
        SignaturePublicKey claimed = ((KeyMaterial.PrivateKey) pair()).key().publicKey();
        rotate(new KeyMaterial.Remote(new Token(wrong, claimed)));
        assertThatExceptionOfType(CryptoBug.class).isThrownBy(() -> live.signer(CONTEXT).sign(MESSAGE));
        live.verifier(CONTEXT).verify(MESSAGE, signature, START);
    }

    /** As an adapter does that opens its token again and finds another one there. */
    @Test
    void aTokenThatWasSwappedDoesNotSignOrVerifyUnderTheIdOfTheKeyBefore() throws Exception {
        var slot = new SlotToken(((KeyMaterial.PrivateKey) pair()).key());
        SignaturePublicKey known = slot.publicKey();
        rotate(new KeyMaterial.Remote(slot));
        KeyedSignature before = live.signer(CONTEXT).sign(MESSAGE);

        slot.inside = ((KeyMaterial.PrivateKey) pair()).key();
        assertThatExceptionOfType(CryptoBug.class).isThrownBy(() -> live.signer(CONTEXT).sign(MESSAGE));
        live.verifier(CONTEXT).verify(MESSAGE, before, START);
        assertThat(live.verifier(CONTEXT).publicKey(before.key(), START)).contains(known);
        rotate(pair());
        live.verifier(CONTEXT).verify(MESSAGE, before, START);
    }

    private static final class SlotToken implements RemoteSigner {

        private SignaturePrivateKey inside;

        SlotToken(SignaturePrivateKey inside) {
            this.inside = inside;
        }

        @Override
        public SignaturePublicKey publicKey() {
            return inside.publicKey();
        }

        @Override
        public byte[] sign(SigningContext context, byte[] message) {
            return new Signer(inside, context).sign(message);
        }
    }

    @Test
    void aTokenThatHangsHoldsUpNeitherAnEmergencyNorVerification() throws Exception {
        var inside = ((KeyMaterial.PrivateKey) pair()).key();
        var entered = new CountDownLatch(1);
        var leave = new CountDownLatch(1);
        KeyedSignature old = live.signer(CONTEXT).sign(MESSAGE);
        rotate(new KeyMaterial.Remote(new HangingToken(inside, entered, leave)));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var hanging = threads.submit(() -> live.signer(CONTEXT).sign(MESSAGE));
            entered.await();
            try {
                var emergency = threads.submit(() -> live.administrator().compromise(old.key(), START));
                TestKeys.accepted(emergency.get(20, TimeUnit.SECONDS));
                assertThat(live.verifier(CONTEXT).publicKey(old.key(), START)).isEmpty();
            } finally {
                leave.countDown();
            }
            live.verifier(CONTEXT).verify(MESSAGE, hanging.get(), START);
        }
    }

    private record HangingToken(SignaturePrivateKey inside, CountDownLatch entered, CountDownLatch leave)
            implements RemoteSigner {

        @Override
        public SignaturePublicKey publicKey() {
            return inside.publicKey();
        }

        @Override
        public byte[] sign(SigningContext context, byte[] message) {
            entered.countDown();
            awaitUnchecked(leave);
            return new Signer(inside, context).sign(message);
        }
    }

    private static void awaitUnchecked(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aDiskThatHangsHoldsUpNeitherSigningNorVerification() throws Exception {
        var entered = new CountDownLatch(1);
        var leave = new CountDownLatch(1);
        var slow = new LiveKeyRing(first, (next, event) -> {
            entered.countDown();
            awaitUnchecked(leave);
        });
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var hanging = threads.submit(() -> slow.administrator().add(pair(), START));
            entered.await();
            try {
                var signed = threads.submit(() -> slow.signer(CONTEXT).sign(MESSAGE)).get(20, TimeUnit.SECONDS);
                threads.submit(() -> {
                    slow.verifier(CONTEXT).verify(MESSAGE, signed, START);
                    return true;
                }).get(20, TimeUnit.SECONDS);
            } finally {
                leave.countDown();
            }
            TestKeys.accepted(hanging.get());
        }
    }

    /** In the other's commit a disk hangs; the emergency is written when it is done. */
    @Test
    @Timeout(60)
    void aKeyOfAnEmergencyThatStandsInLineIsAcceptedNoMore() throws Exception {
        KeyedSignature old = live.signer(CONTEXT).sign(MESSAGE);
        var entered = new CountDownLatch(1);
        var leave = new CountDownLatch(1);
        var slow = new LiveKeyRing(TestKeys.rotated(first, START), (next, event) -> {
            entered.countDown();
            awaitUnchecked(leave);
        });
        RingVerifier verifier = slow.verifier(CONTEXT);
        KeyId primary = slow.signer(CONTEXT).sign(MESSAGE).key();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var hanging = threads.submit(() -> slow.administrator().add(fresh, START));
            entered.await();
            try {
                var retired = threads.submit(() -> slow.administrator().compromise(old.key(), START));
                awaitUntilUnknown(verifier, old.key());
                var replaced = threads.submit(() -> slow.administrator().compromisePrimary(primary, pair(), START));
                awaitUntilUnknown(verifier, primary);
                assertThat(hanging.isDone() || retired.isDone() || replaced.isDone()).isFalse();
            } finally {
                leave.countDown();
            }
            TestKeys.accepted(hanging.get());
        }
        assertThat(verifier.publicKey(old.key(), START)).isEmpty();
        assertThat(verifier.publicKey(primary, START)).isEmpty();
        slow.administrator().compromise(fresh.id(), START);
        assertThat(slow.administrator().compromise(slow.signer(CONTEXT).sign(MESSAGE).key(), START))
                .isEqualTo(new KeyDecision.Refused(KeyRefusal.IS_PRIMARY));
        assertThat(verifier.publicKey(slow.signer(CONTEXT).sign(MESSAGE).key(), START)).as("refused").isPresent();
    }

    @SuppressWarnings("ThreadPriorityCheck") // until another thread has come so far
    private static void awaitUntilUnknown(RingVerifier verifier, KeyId key) {
        while (verifier.publicKey(key, START).isPresent()) {
            assertThat(Thread.interrupted()).as("still accepted").isFalse();
            Thread.yield();
        }
    }

    private record Token(SignaturePrivateKey inside, SignaturePublicKey publicKey) implements RemoteSigner {

        @Override
        public byte[] sign(SigningContext context, byte[] message) {
            return new Signer(inside, context).sign(message);
        }
    }

    @Test
    void signingWhileKeysRotateNeverMeetsAnOverwrittenKey() throws Exception {
        var started = new CountDownLatch(4);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var signing = new ArrayList<java.util.concurrent.Future<?>>();
            for (int i = 0; i < 4; i++) {
                signing.add(threads.submit(() -> {
                    started.countDown();
                    for (int n = 0; n < 300; n++) {
                        live.verifier(CONTEXT).verify(MESSAGE, live.signer(CONTEXT).sign(MESSAGE), START);
                    }
                    return null;
                }));
            }
            started.await();
            for (int i = 0; i < 10; i++) {
                rotate(pair());
            }
            for (var each : signing) {
                each.get();
            }
        }
    }

    @Test
    void noTextOfARingShowsASecret() {
        KeyMaterial.Secret secret = (KeyMaterial.Secret) TestKeys.fit(KeyClass.COMMUNITY);
        String hex = java.util.HexFormat.of().formatHex(secret.secret().copy(SecretAccess.granted()));
        KeyRing ring = TestKeys.accepted(KeyRing.create(KeyClass.COMMUNITY, secret, START));
        assertThat(ring + " " + ring.keys() + " " + new LiveKeyRing(ring, (next, event) -> {}).secrets().primary())
                .doesNotContain(hex)
                .contains("redacted");
    }

    private void rotate(KeyMaterial fresh) throws IOException {
        TestKeys.accepted(live.administrator().add(fresh, START));
        TestKeys.accepted(live.administrator().rotate(fresh.id(), START));
    }
}
