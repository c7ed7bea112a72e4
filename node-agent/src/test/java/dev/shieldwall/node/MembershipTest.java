package dev.shieldwall.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.transport.asoc.core.Trust;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MembershipTest {

    private static Membership membership(String... words) {
        return CommandLine.populateCommand(
                new Membership(), Stream.concat(Stream.of("--home", "h"), Stream.of(words)).toArray(String[]::new));
    }

    /** In the old protocol whoever recorded a greeting of a node is that node elsewhere. */
    @Test
    void theOldProtocolIsSpokenOnlyWhenItIsAskedFor() {
        assertThat(membership().trust().policy()).isEqualTo(Trust.Policy.EXTENSION_REQUIRED);
        assertThat(membership("--allow-old-protocol").trust().policy()).isEqualTo(Trust.Policy.LEGACY_ALLOWED);
    }
}
