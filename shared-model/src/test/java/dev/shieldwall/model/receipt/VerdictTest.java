package dev.shieldwall.model.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.model.Samples;
import dev.shieldwall.model.TestMesh;
import dev.shieldwall.model.capability.Dimensions;
import dev.shieldwall.model.capability.RiskLevel;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.decision.Decision;
import dev.shieldwall.model.identity.PrincipalId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a genuine receipt means for the operation at hand. */
class VerdictTest {

    private static final TestMesh MESH = TestMesh.of(4);
    private static final long NOW = Samples.END_MILLIS - 1;

    private static final ExpectedRequest FITTING = new ExpectedRequest(
            Samples.HOLDER, Samples.AUDIENCE, Samples.DIMENSIONS, List.of("orders"), Samples.ARGS);

    private static Verdict verdict(Decision decision, ExpectedRequest expected, long now) throws Exception {
        Receipt receipt = Receipt.of(MESH.block(List.of(), List.of(Samples.result(0, decision))), 0);
        return ReceiptVerifier.of(MESH.genesis()).verify(receipt, expected, now);
    }

    private static void mismatch(String what, ExpectedRequest expected) throws Exception {
        assertThat(verdict(Samples.granted(), expected, NOW))
                .isEqualTo(new Verdict.Mismatch(Samples.granted(), what));
    }

    private static ExpectedRequest expecting(Dimensions dimensions) {
        return new ExpectedRequest(Samples.HOLDER, Samples.AUDIENCE, dimensions, List.of("orders"), Samples.ARGS);
    }

    private static ExpectedRequest from(
            PrincipalId holder, @Nullable PrincipalId audience, List<String> resources, @Nullable Hash args) {
        return new ExpectedRequest(holder, audience, Samples.DIMENSIONS, resources, args);
    }

    @Test
    void aGrantIsValidUntilItsEndAndNotAtIt() throws Exception {
        Decision.Granted granted = Samples.granted();
        assertThat(verdict(granted, FITTING, 0)).isEqualTo(new Verdict.Valid(granted));
        assertThat(verdict(granted, FITTING, Samples.END_MILLIS - 1)).isEqualTo(new Verdict.Valid(granted));
        assertThat(verdict(granted, FITTING, Samples.END_MILLIS)).isEqualTo(new Verdict.Expired(granted));
        assertThat(verdict(granted, FITTING, Long.MAX_VALUE)).isEqualTo(new Verdict.Expired(granted));
    }

    @Test
    void aGrantIsForItsHolderAlone() throws Exception {
        mismatch("holder", from(Samples.AUDIENCE, Samples.AUDIENCE, List.of("orders"), Samples.ARGS));
    }

    @Test
    void aGrantForSomebodyIsNotForOthersNorForTheNameless() throws Exception {
        mismatch("audience", from(Samples.HOLDER, Samples.HOLDER, List.of("orders"), Samples.ARGS));
        mismatch("audience", from(Samples.HOLDER, null, List.of("orders"), Samples.ARGS));
    }

    @Test
    void aGrantCoversItsOperationAlone() throws Exception {
        mismatch("operation", expecting(new Dimensions("data", "read", "user", "immediate", null)));
        mismatch("operation", expecting(new Dimensions("device", "write", "user", "immediate", null)));
        mismatch("operation", expecting(new Dimensions("data", "write", "global", "immediate", null)));
        mismatch("operation", expecting(new Dimensions("data", "write", "user", "batch", null)));
        mismatch("operation", expecting(new Dimensions("data", "write", null, "immediate", null)));
        mismatch("operation", expecting(new Dimensions("data", "write", "user", null, null)));
    }

    @Test
    void theRiskLevelIsAPriceAndNotPartOfTheOperation() throws Exception {
        var priced = expecting(new Dimensions("data", "write", "user", "immediate", RiskLevel.CRITICAL));
        assertThat(verdict(Samples.granted(), priced, NOW)).isInstanceOf(Verdict.Valid.class);
    }

    @Test
    void aGrantCoversItsResourcesAlone() throws Exception {
        mismatch("resources", from(Samples.HOLDER, Samples.AUDIENCE, List.of("orders", "salaries"), Samples.ARGS));
        mismatch("resources", from(Samples.HOLDER, Samples.AUDIENCE, List.of("*"), Samples.ARGS));
        assertThat(verdict(
                        Samples.granted(),
                        from(Samples.HOLDER, Samples.AUDIENCE, List.of("trades", "orders"), Samples.ARGS), NOW))
                .isInstanceOf(Verdict.Valid.class);
        assertThat(verdict(Samples.granted(), from(Samples.HOLDER, Samples.AUDIENCE, List.of(), Samples.ARGS), NOW))
                .isInstanceOf(Verdict.Valid.class);
    }

    @Test
    void aGrantOverArgumentsIsForTheseArguments() throws Exception {
        mismatch("argsDigest", from(Samples.HOLDER, Samples.AUDIENCE, List.of("orders"), Hash.ZERO));
        mismatch("argsDigest", from(Samples.HOLDER, Samples.AUDIENCE, List.of("orders"), null));
    }

    @Test
    void whatAGrantLeavesOpenFits() throws Exception {
        Decision.Granted open = Samples.grantedToAnyone();
        var expected = new ExpectedRequest(
                Samples.HOLDER, Samples.AUDIENCE, new Dimensions("data", "read", "global", "batch", null), List.of(),
                Samples.ARGS);
        assertThat(verdict(open, expected, NOW)).isEqualTo(new Verdict.Valid(open));
    }

    @Test
    void aMismatchIsNamedEvenAfterTheEnd() throws Exception {
        var other = from(Samples.AUDIENCE, Samples.AUDIENCE, List.of(), Samples.ARGS);
        assertThat(verdict(Samples.granted(), other, Samples.END_MILLIS)).isInstanceOf(Verdict.Mismatch.class);
    }

    @Test
    void aDenialIsADenialAndARecordPermitsNothing() throws Exception {
        assertThat(verdict(Samples.rejected(), FITTING, NOW)).isEqualTo(new Verdict.Denied(Samples.rejected()));
        assertThat(verdict(new Decision.Accepted(), FITTING, NOW)).isEqualTo(new Verdict.Recorded());
    }

    @Test
    void nothingIsComparedBeforeTheReceiptHolds() throws Exception {
        Receipt receipt = Receipt.of(MESH.block(List.of(), List.of(Samples.result(0, Samples.rejected()))), 0);
        var forged = new Receipt(
                Samples.result(0, Samples.granted()), receipt.proof(), receipt.header(), receipt.certificate());
        ReceiptVerifier verifier = ReceiptVerifier.of(MESH.genesis());
        assertThatThrownBy(() -> verifier.verify(forged, FITTING, NOW)).isInstanceOf(ReceiptRejectedException.class);
    }
}
