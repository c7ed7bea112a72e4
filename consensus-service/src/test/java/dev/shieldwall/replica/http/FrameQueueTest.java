package dev.shieldwall.replica.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class FrameQueueTest {

    @Test
    void waitingFramesGoOutTogetherInOrder() {
        FrameQueue queue = new FrameQueue(10, 1000);
        queue.add(new byte[] {1});
        queue.add(new byte[] {2, 3});
        ByteBuffer write = queue.take();
        assertThat(write).isEqualTo(
                ByteBuffer.wrap(new byte[] {0, 0, 0, 1, 1, 0, 0, 0, 2, 2, 3}));
        assertThat(queue.take()).isNull();
        assertThat(queue.bytes()).isZero();
    }

    @Test
    void theOldestGiveWayWhenThereAreTooManyOrTooMuch() {
        FrameQueue queue = new FrameQueue(3, 1000);
        for (byte i = 1; i <= 4; i++) {
            queue.add(new byte[] {i});
        }
        assertThat(queue.dropped()).isEqualTo(1);
        queue.add(new byte[999]);
        assertThat(queue.dropped()).isEqualTo(3);
        assertThat(queue.bytes()).isEqualTo(1000);
        queue.add(new byte[2000]);
        assertThat(queue.bytes()).as("the newest stays even when it is large").isEqualTo(2000);
    }

    @Test
    void thoseThatYieldGiveWayBeforeAnyOtherHoweverOld() {
        FrameQueue queue = new FrameQueue(4, 1000);
        queue.add(new byte[] {1});
        queue.addYielding(new byte[] {2});
        queue.add(new byte[] {3});
        queue.addYielding(new byte[] {4});
        queue.add(new byte[] {5});
        queue.addYielding(new byte[] {6});
        queue.add(new byte[] {7});
        assertThat(queue.dropped()).isEqualTo(3);
        assertThat(queue.bytes()).isEqualTo(4);
        assertThat(queue.take()).isEqualTo(
                ByteBuffer.wrap(new byte[] {0, 0, 0, 1, 1, 0, 0, 0, 1, 3, 0, 0, 0, 1, 5, 0, 0, 0, 1, 7}));
    }

    @Test
    void oneThatYieldsDoesNotPushOutWhatDoesNot() {
        FrameQueue queue = new FrameQueue(10, 1000);
        queue.add(new byte[600]);
        queue.add(new byte[400]);
        queue.addYielding(new byte[1]);
        assertThat(queue.bytes()).isEqualTo(1000);
        assertThat(taken(queue)).isEqualTo(1008);
        queue.addYielding(new byte[1]);
        assertThat(queue.bytes()).as("nothing else needs the room").isEqualTo(1);
    }

    @Test
    void amongThoseThatYieldTheOldestGiveWay() {
        FrameQueue queue = new FrameQueue(2, 1000);
        queue.addYielding(new byte[] {1});
        queue.addYielding(new byte[] {2});
        queue.addYielding(new byte[] {3});
        assertThat(queue.take()).isEqualTo(ByteBuffer.wrap(new byte[] {0, 0, 0, 1, 2, 0, 0, 0, 1, 3}));
    }

    @Test
    void whatWasTakenDoesNotCountAnyMore() {
        FrameQueue queue = new FrameQueue(2, 1000);
        queue.addYielding(new byte[] {1});
        queue.take();
        queue.add(new byte[] {2});
        queue.add(new byte[] {3});
        queue.add(new byte[] {4});
        assertThat(queue.take()).isEqualTo(ByteBuffer.wrap(new byte[] {0, 0, 0, 1, 3, 0, 0, 0, 1, 4}));
    }

    @Test
    void aWriteIsBoundedButCarriesAtLeastOneFrame() {
        FrameQueue queue = new FrameQueue(100, 10_000_000);
        queue.add(new byte[FrameQueue.MAX_WRITE_BYTES * 2]);
        queue.add(new byte[FrameQueue.MAX_WRITE_BYTES - 4]);
        queue.add(new byte[1]);
        assertThat(taken(queue)).isEqualTo(FrameQueue.MAX_WRITE_BYTES * 2 + 4);
        assertThat(taken(queue)).isEqualTo(FrameQueue.MAX_WRITE_BYTES);
        assertThat(taken(queue)).isEqualTo(5);
    }

    private static int taken(FrameQueue queue) {
        ByteBuffer write = queue.take();
        return write == null ? 0 : write.remaining();
    }
}
