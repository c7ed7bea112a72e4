package dev.shieldwall.transport.asoc.core;

import static dev.shieldwall.transport.asoc.core.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DiscoveryIntakeTest {

    private static final long NOW = 1_735_689_600_000L;
    private static final NodeId SELF = NodeId.parse("00000000-0000-0000-0000-000000000001");
    private static final NodeId PEER = NodeId.parse("00000000-0000-0000-0000-000000000002");
    private static final Community DEMO = new Community("demo");
    private static final ClusterKey KEY = ClusterKey.ofText("test-secret-key");
    private static final ClusterKeys KEYS = new ClusterKeys.Single(KEY);

    private final DiscoveryIntake intake = new DiscoveryIntake(SELF, DEMO);
    private int challenge;

    private byte[] announcement(NodeId node, long stampSeconds) {
        return KEY.announce(new Announcement(DEMO.hash(), node, 9000, stampSeconds, challenge++));
    }

    @Test
    void anAnnouncementIsTaken() throws RefusedException {
        Announcement taken = intake.admit(announcement(PEER, NOW / 1_000), KEYS, NOW);
        assertThat(taken.node()).isEqualTo(PEER);
        assertThat(taken.port()).isEqualTo(9000);
    }

    /** D3, as measured: the reference takes a stamp of 2001. */
    @Test
    void aStampOf2001IsRefused() {
        assertRefused(Refusal.STALE, () -> intake.admit(announcement(PEER, 978_307_200L), KEYS, NOW));
    }

    @Test
    void aMinuteOldOrEarlyIsTakenAndASecondMoreIsNot() throws RefusedException {
        long now = NOW / 1_000;
        intake.admit(announcement(PEER, now - 60), KEYS, NOW);
        intake.admit(announcement(PEER, now + 60), KEYS, NOW + 1_000);
        assertRefused(Refusal.STALE, () -> intake.admit(announcement(PEER, now - 61), KEYS, NOW));
        assertRefused(Refusal.STALE, () -> intake.admit(announcement(PEER, now + 61), KEYS, NOW));
    }

    /** The worst case: stamped a minute ahead, replayed in the last moment in which the stamp is fresh. */
    @Test
    void aCopyIsRefusedForAsLongAsItsStampIsFresh() throws RefusedException {
        byte[] early = announcement(PEER, NOW / 1_000 + 60);
        intake.admit(early, KEYS, NOW);
        assertRefused(Refusal.REPLAY, () -> intake.admit(early, KEYS, NOW + 20_000));
        assertRefused(Refusal.REPLAY, () -> intake.admit(early, KEYS, NOW + 120_999));
        assertRefused(Refusal.STALE, () -> intake.admit(early, KEYS, NOW + 121_000));
    }

    @Test
    void oneNodeAnnouncesItselfFiveTimesInFifteenSecondsAndNotTwiceInOne() throws RefusedException {
        for (int i = 0; i < 5; i++) {
            long now = NOW + i * 1_000L;
            intake.admit(announcement(PEER, now / 1_000), KEYS, now);
            assertRefused(Refusal.TOO_FREQUENT, () -> intake.admit(announcement(PEER, now / 1_000), KEYS, now + 999));
        }
        assertRefused(Refusal.TOO_FREQUENT, () -> intake.admit(announcement(PEER, NOW / 1_000), KEYS, NOW + 14_999));
        intake.admit(announcement(PEER, NOW / 1_000), KEYS, NOW + 15_000);
    }

    /** Whoever replays must not use up what the node itself may say. */
    @Test
    void replaysCostTheNodeNothing() throws RefusedException {
        byte[] first = announcement(PEER, NOW / 1_000);
        intake.admit(first, KEYS, NOW);
        for (int i = 0; i < 20; i++) {
            long now = NOW + 1_100 + i;
            assertRefused(Refusal.REPLAY, () -> intake.admit(first, KEYS, now));
        }
        intake.admit(announcement(PEER, NOW / 1_000), KEYS, NOW + 1_200);
    }

    @Test
    void everyAlteredBitIsRefused() {
        byte[] datagram = announcement(PEER, NOW / 1_000);
        for (int bit = 0; bit < datagram.length * 8; bit++) {
            byte[] altered = datagram.clone();
            altered[bit / 8] ^= (byte) (1 << bit % 8);
            assertRefused(Refusal.BAD_MAC, () -> intake.admit(altered, KEYS, NOW));
        }
    }

    @Test
    void onlyFiftyBytesAreRead() {
        byte[] datagram = announcement(PEER, NOW / 1_000);
        assertRefused(Refusal.MALFORMED, () -> intake.admit(Arrays.copyOf(datagram, 49), KEYS, NOW));
        assertRefused(Refusal.MALFORMED, () -> intake.admit(Arrays.copyOf(datagram, 51), KEYS, NOW));
        assertRefused(Refusal.MALFORMED, () -> intake.admit(new byte[0], KEYS, NOW));
    }

    @Test
    void othersCommunitiesAndOwnEchoesAreRefused() {
        var other = new Announcement(new Community("other").hash(), PEER, 9000, NOW / 1_000, 1);
        assertRefused(Refusal.WRONG_COMMUNITY, () -> intake.admit(KEY.announce(other), KEYS, NOW));
        assertRefused(Refusal.OWN_NODE_ID, () -> intake.admit(announcement(SELF, NOW / 1_000), KEYS, NOW));
    }

    @Test
    void thePreviousKeyIsTakenUntilItsGraceEnds() throws RefusedException {
        ClusterKeys rotated = KEYS.rotatedTo(ClusterKey.ofText("next"), NOW + 5_000);
        intake.admit(announcement(PEER, NOW / 1_000), rotated, NOW + 4_999);
        assertRefused(Refusal.BAD_MAC, () -> intake.admit(announcement(PEER, NOW / 1_000), rotated, NOW + 5_000));
    }
}
