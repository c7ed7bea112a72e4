package dev.shieldwall.transport.bus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicTest {

    private static Topic parse(String text) throws MalformedException {
        return Topic.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "auth/login/attempt/v1", "logs/entry/v1", "system/bus/started/v1", "a/b/c/d/e/f/g/v9999", "a_b/c-d/0/v1",
        "auth/login/attempt/v1.gateway", "logs/entry/v12.log_consumer"
    })
    void theseAreTopics(String text) throws MalformedException {
        assertThat(parse(text)).hasToString(text);
        assertThat(parse(text).bytes()).asString(StandardCharsets.US_ASCII).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "/", "logs", "logs/v1", "a/b/c/d/e/f/g/h/v1", "logs/entry", "logs/entry/1", "logs/entry/v0", "logs/entry/v12345",
        "Logs/entry/v1", "logs//v1", "/logs/entry/v1", "logs/entry/v1/", "logs/*/v1", "logs/entry/v1.", "logs/entry/v1.Peer",
        "logs/entry/v1.a.b", "logs/entry/v1.1a", "logs/éntry/v1", "logs/entry/v1\n", "logs/entry/v1\0", "~welcome/00", "a b/c/v1"
    })
    void theseAreNot(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(MalformedException.class);
    }

    @Test
    void lengthsAreBounded() throws MalformedException {
        String longest = "a".repeat(64) + "/" + "b".repeat(64) + "/" + "c".repeat(64) + "/v1.x";
        assertThat(longest).hasSize(Topic.MAX_CHARACTERS - 1);
        parse(longest);
        parse(longest + "y");
        assertThatThrownBy(() -> parse(longest + "yz")).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> parse("a".repeat(65) + "/b/v1")).isInstanceOf(MalformedException.class);
    }

    @Test
    void aPeerIsNamedApart() throws MalformedException {
        Topic topic = parse("logs/entry/v1.gateway");
        assertThat(topic.base()).isEqualTo("logs/entry/v1");
        assertThat(topic).isEqualTo(Topic.of("logs/entry/v1").forPeer(new ComponentName("gateway")));
        assertThat(topic.isFor(new ComponentName("gateway"))).isTrue();
        assertThat(topic.isFor(new ComponentName("gateway2"))).isFalse();
        assertThat(Topic.of("logs/entry/v1").isFor(new ComponentName("gateway2"))).isTrue();
        assertThatIllegalArgumentException().isThrownBy(() -> Topic.of("logs/entry/v1.gateway"));
    }

    @ParameterizedTest
    @CsvSource({
        "**, logs/entry/v1, true",
        "logs/**, logs/entry/v1, true",
        "logs/**, logs/a/b/c/v1, true",
        "logs/entry/v1/**, logs/entry/v1, false",
        "logs/entry/**, logs/entry/v1, true",
        "logs/*/v1, logs/entry/v1, true",
        "logs/*/v1, logs/a/b/v1, false",
        "logs/entry/v1, logs/entry/v1, true",
        "logs/entry/v1, logs/entry/v10, false",
        "logs/entry/v1, logs/entry_secret/v1, false",
        "log/**, logs/entry/v1, false",
        "*, logs/entry/v1, false",
        "*/*/*, logs/entry/v1, true",
        "logs/entry/v1, logs/entry/v1.gateway, true",
        "logs/*/v1, logs/entry/v1.gateway, true"
    })
    void patternsMatch(String pattern, String topic, boolean expected) throws MalformedException {
        assertThat(new TopicPattern(pattern).matches(parse(topic))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "logs/", "/logs", "logs/**/v1", "logs/e*", "Logs/**", "***", "a/b/c/d/e/f/g/h/i"})
    void theseAreNoPatterns(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new TopicPattern(text));
    }

    @ParameterizedTest
    @CsvSource({
        "logs/**, '', true", "logs/**, lo, true", "logs/**, logs, true", "logs/**, logs/, true", "logs/**, logs/en, true",
        "logs/**, auth/, false", "logs/**, logsx, false", "logs/**, logs2/, false", "logs/*/v1, logs/entry/v, true",
        "logs/*/v1, logs/entry/v2, false", "logs/*/v1, logs/entry/v1/x, false", "logs/entry/v1, logs/entry/v1.gateway, true",
        "logs/entry/v1, logs/entry/v10, false", "**, anything, true"
    })
    void aPrefixIsRefusedOnlyIfNothingUnderItCanMatch(String pattern, String prefix, boolean expected) {
        assertThat(new TopicPattern(pattern).mayMatchUnder(prefix)).isEqualTo(expected);
    }

    @Test
    void theHintNeverRefusesWhatMatches() throws MalformedException {
        var topics = new ArrayList<Topic>();
        for (String text : new String[] {"logs/entry/v1", "logs/a/b/v2", "auth/login/attempt/v1.gateway", "a/b/v10"}) {
            topics.add(parse(text));
        }
        for (String text : new String[] {"**", "logs/**", "*/*/*", "logs/*/v1", "auth/*/attempt/v1", "a/b/v10", "logs/a/**"}) {
            var pattern = new TopicPattern(text);
            for (Topic topic : topics) {
                for (int cut = 0; pattern.matches(topic) && cut <= topic.toString().length(); cut++) {
                    assertThat(pattern.mayMatchUnder(topic.toString().substring(0, cut))).isTrue();
                }
            }
        }
    }
}
