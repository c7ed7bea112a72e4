package dev.shieldwall.transport.channel.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaddedLengthTest {

    @ParameterizedTest
    @CsvSource({
        "0, 32", "1, 32", "32, 32", "33, 36", "36, 36", "37, 40", "100, 104", "1000, 1024", "1025, 1088", "65536, 65536",
        "65537, 67584", "1000000, 1015808", "16777215, 16777216", "16777216, 16777216"
    })
    void lengthsAreRoundedUpTo(int length, int padded) {
        assertThat(PaddedLength.of(length)).isEqualTo(padded);
    }

    @Test
    void paddingCostsAtMostTwelvePercentAndLeavesFewLengths() {
        int lengths = 0;
        int last = 0;
        for (int length = 33; length <= 1 << 20; length++) {
            int padded = PaddedLength.of(length);
            assertThat(padded).isGreaterThanOrEqualTo(length).isGreaterThanOrEqualTo(last);
            assertThat((double) padded / length).isLessThan(1.12);
            assertThat(PaddedLength.of(padded)).isEqualTo(padded);
            lengths += padded == last ? 0 : 1;
            last = padded;
        }
        assertThat(lengths).isEqualTo(280);
    }
}
