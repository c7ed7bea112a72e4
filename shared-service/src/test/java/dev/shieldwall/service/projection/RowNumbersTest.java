package dev.shieldwall.service.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RowNumbersTest {

    @Test
    void theyFollowTheLastOfTheTableWhichIsAskedOnce() {
        var asked = new AtomicInteger();
        var numbers = new RowNumbers(() -> {
            asked.incrementAndGet();
            return 41;
        });

        assertThat(numbers.next()).isEqualTo(42);
        assertThat(numbers.next()).isEqualTo(43);
        assertThat(asked).hasValue(1);
    }

    @Test
    void anEmptyTableIsAskedOnceToo() {
        var asked = new AtomicInteger();
        var numbers = new RowNumbers(asked::getAndIncrement);

        assertThat(numbers.next()).isEqualTo(1);
        assertThat(numbers.next()).isEqualTo(2);
        assertThat(asked).hasValue(1);
    }

    @Test
    void aTableThatGetsNoRowIsNotAsked() {
        assertThat(new RowNumbers(() -> {
                    throw new AssertionError("asked");
                }))
                .isNotNull();
    }
}
