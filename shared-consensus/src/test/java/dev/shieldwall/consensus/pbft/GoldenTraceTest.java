package dev.shieldwall.consensus.pbft;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Scripts under testdata with the answers they once gave. A line that starts with {@code >} is a command, {@code #}
 * explains, the rest is the answer. After a wanted change run with {@code -Dtraces=rewrite} and read the diff.
 */
class GoldenTraceTest {

    @ParameterizedTest
    @ValueSource(strings = {"normal-case", "view-change", "restart", "late-proposal"})
    void everyStepAnswersAsItDid(String name) throws IOException {
        Path file = Path.of("src/test/resources/testdata", name + ".txt");
        List<String> golden = Files.readAllLines(file);
        List<String> actual = replay(golden);
        if ("rewrite".equals(System.getProperty("traces"))) {
            Files.write(file, actual);
        }
        assertThat(actual).isEqualTo(golden);
    }

    private static List<String> replay(List<String> golden) {
        Script script = new Script(4);
        List<String> actual = new ArrayList<>();
        for (String line : golden) {
            if (line.startsWith("#") || line.isBlank()) {
                actual.add(line);
            } else if (line.startsWith("> ")) {
                actual.add(line);
                script.run(line.substring(2)).lines().forEach(actual::add);
            }
        }
        return actual;
    }
}
