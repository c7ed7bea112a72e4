package dev.shieldwall.replica.wal;

import static dev.shieldwall.replica.wal.WalFixture.SIGNATURE;
import static dev.shieldwall.replica.wal.WalFixture.open;
import static dev.shieldwall.replica.wal.WalFixture.payload;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

class KilledProcessTest {

    @TempDir
    Path directory;

    @RepeatedTest(3)
    void everythingAcknowledgedBeforeAKillIsThereAfterIt() throws Exception {
        long acknowledged = 0;
        for (int life = 0; life < 3; life++) {
            acknowledged = runAndKill(200 + 37 * life);
            List<WalRecord> read = new ArrayList<>();
            open(directory, read).close();
            assertThat(read).hasSizeGreaterThanOrEqualTo((int) acknowledged);
            for (WalRecord record : read) {
                assertThat(record.payload()).isEqualTo(payload((int) (record.lsn() % 700), (int) record.lsn()));
            }
        }
        assertThat(acknowledged).isGreaterThan(600);
    }

    /** Lets a child append and sync, kills it after {@code lines} answers, returns the last sequence it acknowledged. */
    private long runAndKill(int lines) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AppendForever.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long last = 0;
        try (BufferedReader answers =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            for (int i = 0; i < lines; i++) {
                last = Long.parseLong(answers.readLine());
            }
            child.toHandle().destroyForcibly();
            String more = answers.readLine();
            while (more != null && more.matches("\\d+")) {
                last = Math.max(last, Long.parseLong(more));
                more = answers.readLine();
            }
        } finally {
            child.destroyForcibly().waitFor();
        }
        return last;
    }

    static final class AppendForever {

        private AppendForever() {}

        public static void main(String[] args) {
            WriteAheadLog log = open(Path.of(args[0]));
            while (true) {
                for (int i = 0; i < 3; i++) {
                    long lsn = log.lastLsn() + 1;
                    log.append(SIGNATURE, payload((int) (lsn % 700), (int) lsn));
                }
                System.out.println(log.sync());
            }
        }
    }
}
