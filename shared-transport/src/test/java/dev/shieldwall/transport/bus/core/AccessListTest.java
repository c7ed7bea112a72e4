package dev.shieldwall.transport.bus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessListTest {

    private static final ComponentName GATEWAY = new ComponentName("gateway");
    private static final ComponentName OTHER = new ComponentName("other");
    private static final Topic ENTRY = Topic.of("logs/entry/v1");

    @Test
    void whatIsNotListedIsDenied() throws MalformedException {
        AccessList empty = AccessList.parse("");
        assertThat(empty.mayPublish(GATEWAY, ENTRY)).isFalse();
        assertThat(empty.mayReceive(GATEWAY, ENTRY)).isFalse();
        assertThat(empty.maySubscribe(GATEWAY, "")).isFalse();
    }

    @Test
    void aRightIsForOneComponentOneDirectionAndItsPattern() throws MalformedException {
        AccessList list = AccessList.parse("# rights\n\n  gateway   publish logs/**  # all of them\nother subscribe auth/**\n");
        assertThat(list.mayPublish(GATEWAY, ENTRY)).isTrue();
        assertThat(list.mayPublish(GATEWAY, Topic.of("auth/login/v1"))).isFalse();
        assertThat(list.mayReceive(GATEWAY, ENTRY)).isFalse();
        assertThat(list.mayPublish(OTHER, ENTRY)).isFalse();
        assertThat(list.mayReceive(OTHER, Topic.of("auth/login/v1"))).isTrue();
    }

    @Test
    void aTopicForAPeerIsReceivedByThatPeerOnly() throws MalformedException {
        AccessList list = AccessList.parse("gateway subscribe **\nother subscribe **");
        assertThat(list.mayReceive(GATEWAY, ENTRY.forPeer(GATEWAY))).isTrue();
        assertThat(list.mayReceive(OTHER, ENTRY.forPeer(GATEWAY))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "gateway publish", "gateway publish logs/** more", "gateway write logs/**", "Gateway publish logs/**", "gateway publish logs//x"
    })
    void aLineThatIsNoRuleIsNamed(String line) {
        assertThatThrownBy(() -> AccessList.parse("gateway publish **\n" + line)).isInstanceOf(MalformedException.class);
    }

    @Test
    void rulesAreBounded() throws MalformedException {
        String rule = "gateway publish logs/**\n";
        AccessList.parse(rule.repeat(AccessList.MAX_RULES));
        assertThatThrownBy(() -> AccessList.parse(rule.repeat(AccessList.MAX_RULES + 1))).isInstanceOf(MalformedException.class);
    }
}
