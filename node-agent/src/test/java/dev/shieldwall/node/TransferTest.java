package dev.shieldwall.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransferTest {

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    private List<String> lines() {
        return said.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private Transfer of(long bytes) {
        return new Transfer(new PrintStream(said, true, StandardCharsets.UTF_8), "x", bytes);
    }

    @Test
    void eachTenthIsALine() {
        Transfer transfer = of(1_000);
        for (int bytes = 1; bytes < 1_000; bytes++) {
            transfer.at(bytes);
        }
        transfer.done(1_000);
        assertThat(lines()).hasSize(10);
        assertThat(lines().getFirst()).contains("10 %").contains("100 bytes");
        assertThat(lines().getLast()).contains("100 %").endsWith("done");
    }

    @Test
    void withoutALengthThereIsNoShare() {
        Transfer transfer = of(0);
        transfer.at((64L << 20) - 1);
        assertThat(lines()).isEmpty();
        transfer.at(64L << 20);
        transfer.done(64L << 20);
        assertThat(lines()).hasSize(2).allSatisfy(line -> assertThat(line).doesNotContain("%").contains("67.1 MB"));
    }

    @Test
    void whatNobodyConfirmedIsNotCalledDone() {
        of(1).sent(1);
        assertThat(lines()).singleElement().asString().endsWith("sent, not confirmed");
    }
}
