package dev.shieldwall.model.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.shieldwall.model.Samples;
import dev.shieldwall.model.TestMesh;
import dev.shieldwall.model.capability.Constraints;
import dev.shieldwall.model.capability.Dimensions;
import dev.shieldwall.model.capability.RiskLevel;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.command.CapabilityCommand.Authorize;
import dev.shieldwall.model.command.CapabilityCommand.RequestContext;
import dev.shieldwall.model.command.CapabilityCommand.RequestedCapability;
import dev.shieldwall.model.identity.PrincipalId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each bound of a command, on both sides. */
class CommandLimitsTest {

    private static void refused(ThrowingCallable made) {
        assertThatIllegalArgumentException().isThrownBy(made);
    }

    private static IdentityCommand.Revoke reason(String reason) {
        return new IdentityCommand.Revoke(Samples.HOLDER, reason);
    }

    private static SessionCommand.Establish session(int participants, long timeoutMillis) {
        List<PrincipalId> nodes = IntStream.range(0, participants)
                .mapToObj(i -> TestMesh.principal("node/" + i))
                .toList();
        return new SessionCommand.Establish(Samples.SESSION_ID, nodes, timeoutMillis);
    }

    private static CapabilityCommand.Grant grant(List<String> resources) {
        return new CapabilityCommand.Grant(
                Samples.CAPABILITY_ID, Samples.HOLDER, Samples.DIMENSIONS, resources, Constraints.NONE, 1);
    }

    private static List<String> names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "r" + i).toList();
    }

    private static Authorize authorize(@Nullable Boolean consensusRequired, @Nullable Boolean crossNode) {
        return new Authorize(
                Samples.SESSION_ID,
                new RequestedCapability("data", "read", null, null, RiskLevel.SAFE, List.of(), null),
                new RequestContext("audit", null), consensusRequired, crossNode, null, null);
    }

    @Test
    void aReasonHas1To512Characters() {
        assertThat(reason("r").reason()).hasSize(1);
        assertThat(reason("r".repeat(512)).reason()).hasSize(512);
        refused(() -> reason(""));
        refused(() -> reason("r".repeat(513)));
        refused(() -> new CapabilityCommand.Revoke(Samples.CAPABILITY_ID, ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "a\nb", "\r", "\t", "\u001b[31m", "\u007f", "\u009f", "\ud800", "\udc00", "a\udc00\ud800"})
    void textIsOfPlainCharacters(String text) {
        refused(() -> reason(text));
        refused(() -> grant(List.of(text)));
        refused(() -> new RequestContext(text, null));
        refused(() -> new RequestContext("p", text));
        refused(() -> new IdentityCommand.Register(Samples.KEY, Samples.ATTESTATION, text, 1, List.of()));
        refused(() -> new Constraints(text, null, null, null, null, null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\u00e9", "\ud83d\ude00", "\u2028", "\ufffd", "~", "\u00a0"})
    void anyOtherCharacterIsText(String text) {
        assertThat(reason(text).reason()).isEqualTo(text);
    }

    @Test
    void atMost64ResourcesEachOnce() {
        assertThat(grant(names(64)).resources()).hasSize(64);
        assertThat(grant(List.of()).resources()).isEmpty();
        refused(() -> grant(names(65)));
        refused(() -> grant(List.of("a", "b", "a")));
        refused(() -> grant(List.of("")));
        refused(() -> grant(List.of("r".repeat(513))));
        refused(() -> new RequestedCapability("data", "read", null, null, null, names(65), null));
        refused(() -> new RequestedCapability("data", "read", null, null, null, List.of("a", "a"), null));
    }

    @Test
    void atMost64ParticipantsEachOnceForAWhile() {
        assertThat(session(64, 1).participants()).hasSize(64);
        refused(() -> session(65, 1));
        refused(() -> session(1, 0));
        refused(() -> session(1, -1));
        refused(() -> new SessionCommand.Establish(
                Samples.SESSION_ID, List.of(Samples.HOLDER, Samples.HOLDER), 1));
    }

    @Test
    void aRegistrationNamesAtMost64PeersEachOnce() {
        List<PrincipalId> peers = session(64, 1).participants();
        assertThat(new IdentityCommand.Register(Samples.KEY, Samples.ATTESTATION, "m", 1, peers).trustedPeers())
                .hasSize(64);
        var more = new ArrayList<>(peers);
        more.add(Samples.HOLDER);
        refused(() -> new IdentityCommand.Register(Samples.KEY, Samples.ATTESTATION, "m", 1, more));
        more.set(63, Samples.HOLDER);
        refused(() -> new IdentityCommand.Register(Samples.KEY, Samples.ATTESTATION, "m", 1, more));
    }

    @Test
    void everyDecisionIsAConsensusAcrossNodes() {
        assertThat(authorize(null, null).consensusRequired()).isNull();
        assertThat(authorize(true, true).crossNode()).isTrue();
        refused(() -> authorize(false, null));
        refused(() -> authorize(null, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"data", "a", "0", "a-b", "a--b", "a-", "9-x"})
    void aDimensionIsAWord(String word) {
        assertThat(new Dimensions(word, word, word, word, null).operationName()).isEqualTo(word + "-" + word);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "A", "a b", "a_b", "a.b", "*", "\u00e9", "a\n", " a"})
    void nothingElseIsADimension(String word) {
        refused(() -> new Dimensions(word, "read", null, null, null));
        refused(() -> new Dimensions("data", word, null, null, null));
        refused(() -> new Dimensions("data", "read", word, null, null));
        refused(() -> new Dimensions("data", "read", null, word, null));
        refused(() -> new RequestedCapability("data", word, null, null, null, List.of(), null));
    }

    @Test
    void aDimensionHasAtMost64Characters() {
        assertThat(new Dimensions("d".repeat(64), "read", null, null, null).domain()).hasSize(64);
        refused(() -> new Dimensions("d".repeat(65), "read", null, null, null));
    }

    @Test
    void constraintsHaveBounds() {
        assertThat(new Constraints("d".repeat(64), null, null, null, null, null, null).dataVolume()).hasSize(64);
        refused(() -> new Constraints("d".repeat(65), null, null, null, null, null, null));
        refused(() -> new Constraints(null, "d".repeat(65), null, null, null, null, null));
        refused(() -> new Constraints(null, null, null, "d".repeat(65), null, null, null));
        refused(() -> new Constraints("", null, null, null, null, null, null));
        assertThat(new Constraints(null, null, null, null, 1L, 2L, null).admitsTime(1)).isTrue();
        refused(() -> new Constraints(null, null, null, null, 2L, 2L, null));
        refused(() -> new Constraints(null, null, null, null, 3L, 2L, null));
    }

    @Test
    void aTimeWindowExcludesItsEnd() {
        var window = new Constraints(null, null, null, null, 10L, 20L, RiskLevel.ELEVATED);
        assertThat(window.admitsTime(9)).isFalse();
        assertThat(window.admitsTime(10)).isTrue();
        assertThat(window.admitsTime(19)).isTrue();
        assertThat(window.admitsTime(20)).isFalse();
        assertThat(window.admitsRisk(RiskLevel.ELEVATED)).isTrue();
        assertThat(window.admitsRisk(RiskLevel.DANGEROUS)).isFalse();
    }

    @Test
    void aPayloadEndsAtSomeTime() {
        var close = new SessionCommand.Close(Samples.SESSION_ID);
        assertThat(new CommandPayload(Hash.ZERO, Samples.COMMAND_ID, Samples.HOLDER, 0, close).notAfterMillis()).isZero();
        refused(() -> new CommandPayload(Hash.ZERO, Samples.COMMAND_ID, Samples.HOLDER, -1, close));
    }

    @Test
    void listsAreCopies() {
        var names = new ArrayList<>(List.of("a"));
        CapabilityCommand.Grant grant = grant(names);
        names.add("b");
        assertThat(grant.resources()).containsExactly("a");
    }
}
