package dev.shieldwall.transport.bus.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SubscriptionsTest {

    private static final ComponentName GATEWAY = new ComponentName("gateway");
    private static final Topic ENTRY = Topic.of("logs/entry/v1");

    private final Subscriptions subscriptions = new Subscriptions();
    private AccessList rights;

    @BeforeEach
    void rights() throws MalformedException {
        rights = AccessList.parse("gateway subscribe logs/**");
    }

    private Subscriptions.Outcome send(String connection, ComponentName component, int first, String prefix) {
        byte[] text = ((char) first + prefix).getBytes(StandardCharsets.ISO_8859_1);
        return subscriptions.handle(rights, connection, component, text);
    }

    private Subscriptions.Outcome subscribe(String connection, String prefix) {
        return send(connection, GATEWAY, 1, prefix);
    }

    @Test
    void aPrefixReachesItsTopicsUntilItIsTakenBack() {
        assertThat(subscribe("c", "logs/")).isInstanceOf(Subscriptions.Outcome.Subscribed.class);
        assertThat(subscriptions.recipients(rights, ENTRY)).containsExactly("c");
        assertThat(send("c", GATEWAY, 0, "logs/")).isInstanceOf(Subscriptions.Outcome.Unsubscribed.class);
        assertThat(subscriptions.recipients(rights, ENTRY)).isEmpty();
    }

    @Test
    void framesThatAreNoSubscriptionsAreRefused() {
        assertThat(subscriptions.handle(rights, "c", GATEWAY, new byte[0])).isInstanceOf(Subscriptions.Outcome.Refused.class);
        assertThat(send("c", GATEWAY, 2, "logs/")).isInstanceOf(Subscriptions.Outcome.Refused.class);
        assertThat(subscribe("c", "logs/" + "a".repeat(Topic.MAX_CHARACTERS - 5))).isInstanceOf(Subscriptions.Outcome.Subscribed.class);
        assertThat(subscribe("c", "logs/" + "a".repeat(Topic.MAX_CHARACTERS - 4))).isInstanceOf(Subscriptions.Outcome.Refused.class);
    }

    @Test
    void theWelcomeCountsAndIsNoSubscription() {
        subscribe("c", "logs/");
        subscribe("c", "auth/");
        assertThat(subscribe("c", "~welcome/0a")).isInstanceOfSatisfying(Subscriptions.Outcome.Welcome.class, welcome -> {
            assertThat(welcome.held()).isEqualTo(1);
            assertThat(welcome.refused()).isEqualTo(1);
            assertThat(welcome.topic()).asString(StandardCharsets.US_ASCII).isEqualTo("~welcome/0a");
        });
        assertThat(subscribe("c", "~welcome/")).isInstanceOf(Subscriptions.Outcome.Refused.class);
        assertThat(subscribe("c", "~welcome/" + "0".repeat(33))).isInstanceOf(Subscriptions.Outcome.Refused.class);
    }

    @Test
    void prefixesOfAConnectionAreBounded() {
        for (int i = 0; i < Subscriptions.MAX_PREFIXES; i++) {
            assertThat(subscribe("c", "logs/" + i)).isInstanceOf(Subscriptions.Outcome.Subscribed.class);
        }
        assertThat(subscribe("c", "logs/more")).isInstanceOf(Subscriptions.Outcome.Refused.class);
    }

    @Test
    void whoComesUnderTheNameOfAnEndedConnectionDoesNotInheritItsRights() throws MalformedException {
        rights = AccessList.parse("gateway subscribe logs/**\nstranger publish logs/**\n");
        subscribe("a", "logs/");
        assertThat(subscriptions.recipients(rights, ENTRY)).containsExactly("a");
        send("a", new ComponentName("stranger"), 1, "auth/");
        assertThat(subscriptions.recipients(rights, ENTRY)).isEmpty();
    }

    @Test
    void connectionsOfAComponentAreBoundedAndThoseThatEndMakeRoom() {
        for (int i = 0; i < Subscriptions.MAX_CONNECTIONS_OF_A_COMPONENT; i++) {
            assertThat(subscribe("c" + i, "logs/")).isInstanceOf(Subscriptions.Outcome.Subscribed.class);
        }
        assertThat(subscribe("more", "logs/")).isInstanceOf(Subscriptions.Outcome.Refused.class);
        subscriptions.remove("c0");
        assertThat(subscribe("more", "logs/")).isInstanceOf(Subscriptions.Outcome.Subscribed.class);
    }

    @Test
    void connectionsInAllAreBounded() throws MalformedException {
        var all = new StringBuilder();
        for (int i = 0; i <= Subscriptions.MAX_CONNECTIONS / 10; i++) {
            all.append("c").append(i).append(" subscribe logs/**\n");
        }
        rights = AccessList.parse(all.toString());
        for (int i = 0; i < Subscriptions.MAX_CONNECTIONS; i++) {
            assertThat(send("connection" + i, new ComponentName("c" + i / 10), 1, "logs/"))
                    .isInstanceOf(Subscriptions.Outcome.Subscribed.class);
        }
        assertThat(send("more", new ComponentName("c100"), 1, "logs/")).isInstanceOf(Subscriptions.Outcome.Refused.class);
        assertThat(subscriptions.connections()).isEqualTo(Subscriptions.MAX_CONNECTIONS);
    }
}
