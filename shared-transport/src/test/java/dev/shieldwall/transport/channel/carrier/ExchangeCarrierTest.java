package dev.shieldwall.transport.channel.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ExchangeCarrierTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int MOST = 64;
    /** One chunk after which the next one waits. */
    private static final int FULL = InboundBytes.ENOUGH_BYTES - InboundBytes.CHUNK_BYTES;

    private final ExchangeCarrier carrier = new ExchangeCarrier(MOST);

    @AfterEach
    void close() {
        carrier.close();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private String ask(String question) throws IOException {
        return new String(carrier.exchange(bytes(question), LONG), StandardCharsets.US_ASCII);
    }

    /** Answers each letter with its double. */
    private Thread reader() {
        return Thread.ofVirtual().start(() -> {
            var one = ByteBuffer.allocate(1);
            try {
                while (carrier.read(one.clear()) > 0) {
                    carrier.write(ByteBuffer.wrap(new byte[] {one.get(0), one.get(0)}));
                }
            } catch (IOException e) {
                // It was closed.
            }
        });
    }

    @Test
    void anAnswerIsAllThatWasWrittenUntilTheReaderWantsMore() throws Exception {
        reader();
        assertThat(ask("abc")).isEqualTo("aabbcc");
        assertThat(ask("")).isEmpty();
        assertThat(ask("d")).isEqualTo("dd");
    }

    @Test
    void whatWasWrittenWithoutAQuestionGoesWithTheNextAnswer() throws Exception {
        reader();
        assertThat(ask("a")).isEqualTo("aa");
        carrier.write(bytes("!"));
        assertThat(ask("b")).isEqualTo("!bb");
    }

    @Test
    void theSecondQuestionIsNotTakenBeforeTheFirstIsAnswered() throws Exception {
        var first = Thread.ofVirtual().start(() -> {
            try {
                ask("a");
            } catch (IOException e) {
                // The test looks at the second.
            }
        });
        var one = ByteBuffer.allocate(1);
        carrier.read(one); // the question is taken, and its answer not yet there
        assertThatThrownBy(() -> ask("b")).isInstanceOf(ExchangeCarrier.BusyException.class);
        reader();
        first.join();
        assertThat(ask("c")).isEqualTo("cc");
    }

    @Test
    void aReaderThatNeverWantsMoreEndsTheStream() {
        assertThatThrownBy(() -> carrier.exchange(bytes("a"), Duration.ofMillis(50))).hasMessage("no answer in time");
        assertThat(carrier.isOpen()).isFalse();
        assertThatThrownBy(() -> ask("b")).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void theLastAnswerOfAReaderThatEndsIsDelivered() throws Exception {
        Thread.ofVirtual().start(() -> {
            try {
                carrier.read(ByteBuffer.allocate(1));
                carrier.write(bytes("bye"));
                carrier.close();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(ask("a")).isEqualTo("bye");
        assertThatThrownBy(() -> ask("b")).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void anAnswerIsAtMostAsLongAsItMayBe() throws Exception {
        carrier.write(ByteBuffer.allocate(MOST - 1));
        carrier.write(ByteBuffer.allocate(1));
        assertThatThrownBy(() -> carrier.write(ByteBuffer.allocate(1))).hasMessageContaining("64 bytes");
        assertThat(carrier.isOpen()).isFalse();
    }

    @Test
    void whoBringsMoreThanIsReadWaits() throws Exception {
        var in = new InboundBytes();
        in.put(ByteBuffer.allocate(FULL));
        var began = new CountDownLatch(1);
        var second = Thread.ofPlatform().start(() -> {
            began.countDown();
            try {
                in.put(bytes("x"));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        began.await();
        while (second.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        assertThat(in.read(ByteBuffer.allocate(1))).isEqualTo(1);
        second.join();
        assertThat(in.read(ByteBuffer.allocate(FULL))).isEqualTo(FULL - 1);
        var last = ByteBuffer.allocate(9);
        assertThat(in.read(last)).isEqualTo(1);
        assertThat(last.get(0)).isEqualTo((byte) 'x');
    }

    @Test
    void manySmallMessagesCountWithWhatEachCosts() throws Exception {
        var in = new InboundBytes();
        var count = new AtomicInteger();
        var bringer = Thread.ofPlatform().start(() -> {
            try {
                while (true) {
                    in.put(bytes("x"));
                    count.incrementAndGet();
                }
            } catch (IOException e) {
                // It was closed.
            }
        });
        while (bringer.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        in.close();
        bringer.join();
        assertThat(count.get()).isBetween(1, InboundBytes.ENOUGH_BYTES / InboundBytes.CHUNK_BYTES + 1);
    }

    @Test
    void whoClosesDoesNotWaitForAPeerThatTakesNothing() throws Exception {
        var letGo = new CountDownLatch(1);
        var stuck = new MessageCarrier(new MessageCarrier.Outbound() {
            @Override
            public void send(ByteBuffer bytes) {}

            @Override
            public void close() throws IOException {
                try {
                    letGo.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
        });
        stuck.close(); // would wait for ever
        assertThat(stuck.isOpen()).isFalse();
        letGo.countDown();
    }

    @Test
    void whoWaitsWithMoreIsLetGoWhenNobodyReadsAnyLonger() throws Exception {
        var in = new InboundBytes();
        in.put(ByteBuffer.allocate(InboundBytes.ENOUGH_BYTES));
        Thread.ofVirtual().start(in::close);
        assertThatThrownBy(() -> in.put(bytes("x"))).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void whatCameBeforeTheEndIsReadBeforeIt() throws Exception {
        var carried = new MessageCarrier(new MessageCarrier.Outbound() {
            @Override
            public void send(ByteBuffer bytes) {}

            @Override
            public void close() {}
        });
        carried.received(bytes("ab"));
        carried.ended();
        assertThat(carried.read(ByteBuffer.allocate(9))).isEqualTo(2);
        assertThat(carried.read(ByteBuffer.allocate(9))).isEqualTo(-1);
        carried.close();
        assertThatThrownBy(() -> carried.read(ByteBuffer.allocate(9))).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(() -> carried.write(bytes("x"))).isInstanceOf(ClosedChannelException.class);
    }
}
