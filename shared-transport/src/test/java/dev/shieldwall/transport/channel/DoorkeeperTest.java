package dev.shieldwall.transport.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DoorkeeperTest {

    private static final Duration START = Duration.ZERO;
    private static final Duration LOCKOUT = Duration.ofSeconds(60);
    private static final Duration TICK = Duration.ofMillis(1);

    private final Doorkeeper doorkeeper = new Doorkeeper(new AdmissionLimits(4, 3, 2, 3, LOCKOUT));

    @Test
    void handshakesInProgressAreLimitedPerAddress() {
        assertThat(enter("a", START)).isEmpty();
        assertThat(enter("a", START)).isEmpty();
        assertThat(enter("a", START)).contains(ChannelEvent.TOO_MANY_HANDSHAKES);
        assertThat(enter("b", START)).isEmpty();
        doorkeeper.handshakeEnded("a");
        assertThat(enter("a", START)).isEmpty();
    }

    @Test
    void connectionsAreLimitedPerAddressAndInAll() {
        for (int i = 0; i < 3; i++) {
            assertThat(enter("a", START)).isEmpty();
            doorkeeper.handshakeEnded("a");
        }
        assertThat(enter("a", START)).contains(ChannelEvent.TOO_MANY_CONNECTIONS);
        assertThat(enter("b", START)).isEmpty();
        assertThat(enter("c", START)).contains(ChannelEvent.TOO_MANY_CONNECTIONS);
        doorkeeper.left("a", START);
        assertThat(enter("c", START)).isEmpty();
    }

    @Test
    void tooManyFailuresLockAnAddressOutForAWhile() {
        fail("a", START);
        fail("a", START);
        assertThat(enter("a", START)).isEmpty();
        doorkeeper.handshakeEnded("a");
        doorkeeper.failed("a", START);
        doorkeeper.left("a", START);
        assertThat(enter("a", LOCKOUT.minus(TICK))).contains(ChannelEvent.LOCKED_OUT);
        assertThat(enter("b", START)).isEmpty();
        assertThat(enter("a", LOCKOUT)).isEmpty();
    }

    @Test
    void failuresAreForgottenWhenNoneFollows() {
        fail("a", START);
        fail("a", START);
        fail("a", LOCKOUT);
        assertThat(enter("a", LOCKOUT)).isEmpty();
    }

    @Test
    void nothingIsRememberedOfWhoCameAndWentWell() {
        assertThat(enter("a", START)).isEmpty();
        doorkeeper.handshakeEnded("a");
        doorkeeper.left("a", START);
        assertThat(doorkeeper.remembered()).isZero();
    }

    @Test
    void failuresAreRememberedOfABoundedNumberOfAddresses() {
        for (int i = 0; i < 3; i++) {
            fail("first", START);
        }
        for (int i = 0; i < Doorkeeper.REMEMBERED - 1; i++) {
            fail("address " + i, START);
        }
        assertThat(doorkeeper.remembered()).isEqualTo(Doorkeeper.REMEMBERED);
        assertThat(enter("first", START)).contains(ChannelEvent.LOCKED_OUT);
        fail("one more", START);
        assertThat(doorkeeper.remembered()).isEqualTo(Doorkeeper.REMEMBERED);
        assertThat(enter("first", START)).isEmpty();
    }

    @Test
    void anAddressOfIpv6IsThatOfItsSite() throws Exception {
        assertThat(SocketOrigin.of(InetAddress.getByName("2001:db8:1:2::1")))
                .isEqualTo(SocketOrigin.of(InetAddress.getByName("2001:db8:1:2:ffff::9")))
                .isNotEqualTo(SocketOrigin.of(InetAddress.getByName("2001:db8:1:3::1")));
        assertThat(SocketOrigin.of(InetAddress.getByName("10.0.0.1")))
                .isNotEqualTo(SocketOrigin.of(InetAddress.getByName("10.0.0.2")));
    }

    @Test
    void limitsArePositive() {
        new AdmissionLimits(1, 1, 1, 1, TICK);
        assertThatIllegalArgumentException().isThrownBy(() -> new AdmissionLimits(0, 1, 1, 1, TICK));
        assertThatIllegalArgumentException().isThrownBy(() -> new AdmissionLimits(1, 0, 1, 1, TICK));
        assertThatIllegalArgumentException().isThrownBy(() -> new AdmissionLimits(1, 1, 0, 1, TICK));
        assertThatIllegalArgumentException().isThrownBy(() -> new AdmissionLimits(1, 1, 1, 0, TICK));
        assertThatIllegalArgumentException().isThrownBy(() -> new AdmissionLimits(1, 1, 1, 1, START));
    }

    private Optional<ChannelEvent> enter(String address, Duration now) {
        return doorkeeper.enter(address, now);
    }

    private void fail(String address, Duration now) {
        assertThat(enter(address, now)).isEmpty();
        doorkeeper.handshakeEnded(address);
        doorkeeper.failed(address, now);
        doorkeeper.left(address, now);
    }
}
