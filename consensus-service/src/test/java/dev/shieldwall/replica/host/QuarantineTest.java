package dev.shieldwall.replica.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.consensus.sync.Amnesia;
import dev.shieldwall.model.block.QuorumCertificate;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuarantineTest {

    @TempDir
    Path folder;

    private TestLedger ledger;
    private Committee committee;
    private Quarantine quarantine;

    @BeforeEach
    void begin() throws Exception {
        ledger = new TestLedger(folder);
        committee = Committee.of(ledger.genesis, 3);
        quarantine = new Quarantine(folder, committee);
        quarantine.begin(0);
    }

    @Test
    void itEndsOnceAQuorumOfOthersAnsweredAndTheTipIsFarEnoughUp() {
        byte[] question = Objects.requireNonNull(quarantine.question());
        quarantine.answered(0, question, 0);
        quarantine.answered(1, question, 0);
        assertThat(quarantine.tryEnd(tip(Amnesia.MARGIN))).as("two answers of three").isEmpty();
        assertThat(quarantine.question()).isEqualTo(question);
        quarantine.answered(2, question, 0);
        assertThat(quarantine.question()).as("nothing left to ask").isNull();
        assertThat(quarantine.isOn()).isTrue();
        assertThat(quarantine.tryEnd(tip(Amnesia.MARGIN))).contains(new Amnesia.Floor(Amnesia.MARGIN, 1));
        assertThat(quarantine.isOn()).isFalse();
        assertThat(quarantine.reason()).isNull();
    }

    @Test
    void anAnswerToAnOlderQuestionIsNone() throws Exception {
        byte[] older = Objects.requireNonNull(quarantine.question());
        var restarted = new Quarantine(folder, committee);
        restarted.resume();
        assertThat(restarted.isOn()).isTrue();
        for (int peer = 0; peer < 3; peer++) {
            restarted.answered(peer, older, 0);
        }
        assertThat(restarted.question()).isNotNull().isNotEqualTo(older);
        assertThat(restarted.tryEnd(tip(100))).isEmpty();
    }

    @Test
    void whatIsKnownOfOwnSignaturesOutlivesARestart() throws Exception {
        quarantine.begin(7);
        quarantine.begin(5);
        var restarted = new Quarantine(folder, committee);
        restarted.resume();
        for (int peer = 0; peer < 3; peer++) {
            restarted.answered(peer, Objects.requireNonNull(restarted.question()), 0);
        }
        assertThat(restarted.tryEnd(tip(7 + Amnesia.MARGIN - 1))).isEmpty();
        assertThat(restarted.tryEnd(tip(7 + Amnesia.MARGIN))).isPresent();
    }

    @Test
    void whatIsForgottenDoesNotComeBack() throws Exception {
        quarantine.forget();
        var restarted = new Quarantine(folder, committee);
        restarted.resume();
        assertThat(restarted.isOn()).isFalse();
        assertThat(restarted.tryEnd(tip(100))).isEmpty();
    }

    private QuorumCertificate tip(long height) {
        while (ledger.state().height() < height) {
            ledger.decide();
        }
        return Objects.requireNonNull(ledger.head().certificate());
    }
}
