package dev.shieldwall.replica.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuarantineTest {

    @TempDir
    Path folder;

    @Test
    void itEndsTwoHeightsBeyondTheFirstAnswersThoughTheTipMovesOn() throws Exception {
        Quarantine quarantine = new Quarantine(folder, Committee.of(new TestLedger(folder).genesis, 3));
        quarantine.begin(0);
        byte[] question = Objects.requireNonNull(quarantine.question());
        quarantine.answered(0, question, 9);
        assertThat(quarantine.tryEnd(100)).as("one answer of two").isNegative();
        quarantine.answered(1, question, 10);
        quarantine.answered(1, question, 11);
        assertThat(quarantine.tryEnd(11)).isNegative();
        assertThat(quarantine.tryEnd(12)).isEqualTo(12);
    }
}
