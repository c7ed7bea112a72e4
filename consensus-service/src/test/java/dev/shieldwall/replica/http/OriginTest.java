package dev.shieldwall.replica.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.255.255.254",
        "127.0.0.1, 0:0:0:0:0:0:0:1",
        "127.0.0.1, ::ffff:127.3.4.5",
        "10.0.0.1, ::ffff:10.0.0.1",
        "2001:db8:1:2::1, 2001:db8:1:2:ffff:ffff:ffff:ffff",
        "fe80::1, fe80:0:0:0:0:0:0:2%eth7"
    })
    void addressesOfOneOwnerAreOneOrigin(String one, String other) {
        assertThat(Origin.of(one)).isEqualTo(Origin.of(other));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 128.0.0.1",
        "127.0.0.1, 126.255.255.255",
        "127.0.0.1, ::2",
        "10.0.0.1, 10.0.0.2",
        "2001:db8:1:2::1, 2001:db8:1:3::1",
        "10.0.0.1, a00:1::"
    })
    void addressesOfDifferentOwnersAreNot(String one, String other) {
        assertThat(Origin.of(one)).isNotEqualTo(Origin.of(other));
    }

    @Test
    void whoHungUpBeforeTheRequestWasReadTakesNobodysSeat() {
        assertThat(Origin.of(null)).isNotEqualTo(Origin.of("127.0.0.1")).isNotEqualTo(Origin.of("10.0.0.1"));
    }
}
