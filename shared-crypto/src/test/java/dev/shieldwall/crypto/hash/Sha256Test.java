package dev.shieldwall.crypto.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class Sha256Test {

    /** FIPS 180-4 examples. */
    @Test
    void theKnownAnswersHold() {
        assertThat(Sha256.hash(ascii("abc")))
                .asHexString()
                .isEqualToIgnoringCase("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(Sha256.hash())
                .asHexString()
                .isEqualToIgnoringCase("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @Test
    void partsAreConcatenated() {
        assertThat(Sha256.hash(ascii("a"), ascii(""), ascii("bc"))).isEqualTo(Sha256.hash(ascii("abc"))).hasSize(Sha256.BYTES);
    }

    @Test
    void platformAndVirtualThreadsHashAlikeAndDoNotDisturbEachOther() throws Exception {
        try (ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor();
                ExecutorService platform = Executors.newFixedThreadPool(4)) {
            List<Callable<Boolean>> tasks = IntStream.range(0, 2_000)
                    .<Callable<Boolean>>mapToObj(i -> () -> agreesWithTheJdk(new Random(i)))
                    .toList();
            List<Future<Boolean>> answers = new java.util.ArrayList<>(virtual.invokeAll(tasks));
            answers.addAll(platform.invokeAll(tasks));
            for (Future<Boolean> answer : answers) {
                assertThat(answer.get()).isTrue();
            }
        }
    }

    @Test
    @SuppressWarnings("NullAway") // the mistake that is tested
    void aCallThatFailedHalfWayDoesNotDisturbTheNext() {
        assertThatThrownBy(() -> Sha256.hash(ascii("left behind"), null)).isInstanceOf(NullPointerException.class);

        assertThat(Sha256.hash(ascii("abc"))).isEqualTo(Sha256.hash(ascii("ab"), ascii("c"))).asHexString()
                .isEqualToIgnoringCase("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void aPlatformThreadUsesItsOwnDigestAndAVirtualThreadDoesNot() throws Exception {
        byte[] ofNothing = MessageDigest.getInstance("SHA-256").digest();
        byte[] ofWhatWasBegun = MessageDigest.getInstance("SHA-256").digest(ascii("begun"));
        assertThat(leftInOwn(Thread.ofPlatform())).as("used and reset").isEqualTo(ofNothing);
        assertThat(leftInOwn(Thread.ofVirtual())).as("untouched").isEqualTo(ofWhatWasBegun);
    }

    /** What a thread's own digest holds when it was begun and another hash was taken meanwhile. */
    private static byte[] leftInOwn(Thread.Builder kind) throws Exception {
        var left = new CompletableFuture<byte[]>();
        kind.start(() -> {
            Sha256.OWN.get().update(ascii("begun"));
            Sha256.hash(ascii("abc"));
            left.complete(Sha256.OWN.get().digest());
        });
        return left.get(10, TimeUnit.SECONDS);
    }

    private static boolean agreesWithTheJdk(Random random) throws Exception {
        byte[] first = new byte[random.nextInt(200)];
        byte[] second = new byte[random.nextInt(200)];
        random.nextBytes(first);
        random.nextBytes(second);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(first);
        return MessageDigest.isEqual(digest.digest(second), Sha256.hash(first, second));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
