package dev.shieldwall.transport.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ActivityTest {

    private final Activity activity = new Activity();

    private void send() {
        activity.sendBegan();
        activity.sendEnded();
    }

    @Test
    void whoSentSomethingIsNotQuietUntilTheNextLook() {
        send();
        assertThat(activity.wasQuiet()).isFalse();
        assertThat(activity.wasQuiet()).isTrue();
    }

    @Test
    void whoIsSendingIsNotQuiet() {
        activity.sendBegan();
        assertThat(activity.wasQuiet()).isFalse();
        assertThat(activity.wasQuiet()).isFalse();
    }

    /** Otherwise one would go out every second interval, just when the peer gives up. */
    @Test
    void aKeepaliveGoesOutInEachQuietInterval() {
        for (int i = 0; i < 3; i++) {
            assertThat(activity.wasQuiet()).isTrue();
            send();
            activity.keptAlive();
        }
    }
}
