package dev.shieldwall.model.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class OutputTest {

    @Test
    void whatWasTakenStaysWhatItIsWhenTheThreadWritesAgain() {
        byte[] first = written(1 << 12, (byte) 1); // fills the array that it grew in

        written(1 << 12, (byte) 2);

        assertThat(first).containsOnly(1);
    }

    @Test
    void twoAtATimeInOneThreadDoNotMix() {
        written(1, (byte) 1); // leaves an array that both could take
        var outer = new Output();
        outer.put(7);
        byte[] inner = written(2, (byte) 8);
        outer.put(9);

        assertThat(outer.toArray()).containsExactly(7, 9);
        assertThat(inner).containsExactly(8, 8);
    }

    @Test
    void nothingOfAnOutputThatWasNeverTakenShowsInTheNext() {
        new Output().put(new byte[] {6, 6, 6});

        assertThat(written(1, (byte) 5)).containsExactly(5);
    }

    @Test
    void growsBeyondWhatIsKept() {
        assertThat(written(1 << 17, (byte) 3)).hasSize(1 << 17).containsOnly(3);
        assertThat(written(1, (byte) 4)).containsExactly(4);
    }

    @Test
    void aThreadKeepsTheArrayForItsNextOutput() {
        Output.KEPT.remove();
        written(1 << 16, (byte) 1);
        byte[] kept = Output.KEPT.get();
        assertThat(kept).hasSize(1 << 16);

        var next = new Output();
        assertThat(Output.KEPT.get()).as("in use").isNull();
        next.put(2);
        next.toArray();

        assertThat(Output.KEPT.get()).isSameAs(kept);
    }

    @Test
    void aLargerOneIsNotKept() {
        Output.KEPT.remove();
        var large = new Output();
        large.put(new byte[(1 << 16) + 1]);
        large.toArray();

        assertThat(Output.KEPT.get()).isNull();
    }

    @Test
    void aVirtualThreadKeepsNone() throws InterruptedException {
        var kept = new AtomicReference<byte[]>(new byte[1]);
        Thread.ofVirtual().start(() -> {
                    written(10, (byte) 1);
                    kept.set(Output.KEPT.get());
                })
                .join();

        assertThat(kept.get()).isNull();
    }

    @Test
    void whoPutsAfterTheEndIsStopped() {
        var ended = new Output();
        ended.toArray();

        assertThatThrownBy(() -> ended.put(1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> ended.put(new byte[] {1})).isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static byte[] written(int count, byte value) {
        var output = new Output();
        for (int i = 0; i < count; i++) {
            output.put(value);
        }
        return output.toArray();
    }
}
