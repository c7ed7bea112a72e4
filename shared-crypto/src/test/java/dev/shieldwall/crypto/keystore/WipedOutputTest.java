package dev.shieldwall.crypto.keystore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WipedOutputTest {

    @Test
    void whatIsWrittenComesOutAndNoArrayKeepsIt() {
        byte[] secret = new byte[5_000];
        new Random(1).nextBytes(secret);
        var out = new WipedOutput();
        out.write(secret[0]);
        out.write(secret, 1, 1_023);
        byte[] first = out.content;
        assertThat(first).isEqualTo(Arrays.copyOf(secret, 1_024));
        out.write(secret[1_024]);
        byte[] second = out.content;
        assertThat(first).containsOnly(0);
        out.write(secret, 1_025, 3_975);

        byte[] third = out.content;
        assertThat(second).containsOnly(0);
        assertThat(out.take()).isEqualTo(secret);
        assertThat(third).containsOnly(0);
        assertThat(out.take()).isEmpty();
    }
}
