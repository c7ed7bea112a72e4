package dev.shieldwall.transport.asoc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.transport.asoc.core.Rate;
import dev.shieldwall.transport.asoc.core.RefusedException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who may have one more connection; both sides of each bound, without sockets. */
class GuardTest {

    private static final Rate MANY = new Rate(100, 1_000);

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static Optional<Guard.Place> place(Guard guard, long now) {
        try {
            return Optional.of(guard.admit(InetAddress.getLoopbackAddress(), now));
        } catch (RefusedException e) {
            return Optional.empty();
        }
    }

    @Test
    void connectionsAndStrangersAreCounted() {
        var guard = new Guard(new NodeLimits(3, 2, MANY, new Rate(5, 1_000), new Rate(1, 1)));
        Guard.Place first = place(guard, 0).orElseThrow();
        Guard.Place second = place(guard, 0).orElseThrow();
        assertThat(place(guard, 0)).isEmpty(); // the third stranger
        first.known();
        assertThat(place(guard, 0)).isPresent();
        second.known();
        assertThat(place(guard, 0)).isEmpty(); // the fourth connection
        assertThat(guard.admitOwn()).isEmpty();
        first.close();
        assertThat(guard.admitOwn()).isPresent();
        assertThat(guard.admitOwn()).isEmpty();
    }

    @Test
    void aPlaceIsGivenBackOnce() {
        var guard = new Guard(new NodeLimits(2, 1, MANY, new Rate(5, 1_000), new Rate(1, 1)));
        Guard.Place stranger = place(guard, 0).orElseThrow();
        stranger.close();
        stranger.close();
        stranger.known();
        assertThat(guard.connections()).isZero();
        assertThat(place(guard, 0)).isPresent();
        assertThat(place(guard, 0)).isEmpty();
    }

    /** Whoever is on this machine has all of 127.0.0.0/8, and ::1. */
    @Test
    void allOfLoopbackIsOneSource() {
        for (String other : new String[] {"127.0.0.1", "127.0.0.2", "127.255.255.254", "::1"}) {
            var guard = new Guard(new NodeLimits(100, 100, new Rate(1, 1_000), new Rate(5, 1_000), new Rate(1, 1_000)));
            assertThat(guard.admitsDatagram(address("127.0.0.1"), 0)).isTrue();
            assertThat(guard.admitsDatagram(address(other), 0)).as(other).isFalse();
            assertThat(guard.admitsDatagram(address("128.0.0.1"), 0)).isTrue();
        }
    }

    @Test
    void addressesOfOneSlash64AreOneSource() {
        var guard = new Guard(new NodeLimits(100, 100, new Rate(1, 1_000), new Rate(5, 1_000), new Rate(1, 1_000)));
        assertThat(guard.admitsDatagram(address("2001:db8::1"), 0)).isTrue();
        assertThat(guard.admitsDatagram(address("2001:db8::ffff:1"), 0)).isFalse();
        assertThat(guard.admitsDatagram(address("2001:db8:0:1::1"), 0)).isTrue();
        assertThat(guard.admitsDatagram(address("10.0.0.1"), 0)).isTrue();
        assertThat(guard.admitsDatagram(address("10.0.0.2"), 0)).isTrue();
        assertThat(guard.admitsDatagram(address("10.0.0.2"), 999)).isFalse();
        assertThat(guard.admitsDatagram(address("10.0.0.2"), 1_000)).isTrue();
    }
}
