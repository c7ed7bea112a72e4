package dev.shieldwall.ledger;

import static dev.shieldwall.ledger.TestLedger.ANA;
import static dev.shieldwall.ledger.TestLedger.LIMITS;
import static dev.shieldwall.ledger.TestLedger.OTHER;
import static dev.shieldwall.ledger.TestLedger.TRADER;
import static dev.shieldwall.ledger.TestLedger.commandId;
import static dev.shieldwall.ledger.TestLedger.establish;
import static dev.shieldwall.ledger.TestLedger.principal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.model.command.IdentityCommand;
import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.model.proof.StateKey;
import dev.shieldwall.model.proof.UsedCommand;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** A command id is used once, is remembered for KEEP after notAfter, and then leaves no trace. */
class UsedCommandsTest {

    private static final int ID = 900;

    private final TestLedger ledger = new TestLedger().populated();

    @Test
    void theSameBytesAgainAreADuplicateThatNamesTheFirstPlace() {
        SignedCommand first = ledger.by(OTHER, establish(8));
        SignedCommand command = ledger.by(TRADER, establish(9));
        ledger.block(first, command);
        ledger.now += 1_000;

        assertThat(ledger.admit(command)).isEqualTo(new Admission.Duplicate(4, 1));
        assertThat(ledger.refusal(command)).isEqualTo(Refusal.DUPLICATE);
        assertThat(ledger.state.usedCommand(TRADER, command.payload().commandId()))
                .contains(new UsedCommand(command.jwsHash(), 4, 1));
    }

    @Test
    void theSameBytesTwiceInOneBlockMakeItInvalid() {
        ledger.now += 1_000;
        SignedCommand command = ledger.by(TRADER, establish(9));
        assertThat(ledger.outcome(command, command)).isInstanceOfSatisfying(BlockOutcome.Invalid.class, invalid -> {
            assertThat(invalid.reason()).isEqualTo(Refusal.DUPLICATE);
            assertThat(invalid.index()).isEqualTo(1);
        });
    }

    @Test
    void otherBytesUnderAUsedIdAreAConflict() {
        ledger.block(ledger.by(TRADER, establish(9), ID, ledger.now + 60_000));
        ledger.now += 1_000;
        assertThat(ledger.refusal(ledger.by(TRADER, establish(10), ID, ledger.now + 60_000)))
                .isEqualTo(Refusal.CONFLICT);
    }

    @Test
    void theSameIdOfAnotherPrincipalIsAnotherCommand() {
        ledger.block(ledger.by(TRADER, establish(9), ID, ledger.now + 60_000));
        ledger.now += 1_000;
        assertThat(ledger.isValid(ledger.by(OTHER, establish(10), ID, ledger.now + 60_000))).isTrue();
    }

    @Test
    void aDeniedCommandUsesItsIdToo() {
        SignedCommand denied = ledger.by(TRADER, new IdentityCommand.Revoke(OTHER, "no"));
        ledger.block(denied);
        ledger.now += 1_000;
        assertThat(ledger.refusal(denied)).isEqualTo(Refusal.DUPLICATE);
    }

    /** Ids leave by whole seconds, so one whose end lies at the start of a second stays up to a second longer. */
    @Test
    void anIdIsKeptUntilKeepHasPassedAfterNotAfterAndDroppedWithinASecond() throws Exception {
        for (long fraction : new long[] {0, 1, 999}) {
            var fresh = new TestLedger().populated();
            long notAfter = TestLedger.START + 100_000 + fraction;
            long end = notAfter + LIMITS.keepMillis();
            SignedCommand command = fresh.by(TRADER, establish(9), ID, notAfter);
            fresh.block(command);
            StateKey<UsedCommand> key = StateKey.usedCommand(TRADER, commandId(ID));

            fresh.at(end);
            fresh.block();
            assertThat(fresh.state.usedCommand(TRADER, commandId(ID))).isPresent();
            fresh.at(end + 1_000);
            fresh.block();
            assertThat(fresh.state.usedCommand(TRADER, commandId(ID))).isEmpty();
            assertThat(fresh.state.prove(key).verify(fresh.state.root(), key)).isEmpty();
        }
    }

    @Test
    void aDroppedCommandCannotComeBack() {
        SignedCommand command = ledger.by(TRADER, establish(9));
        ledger.block(command);
        ledger.at(command.payload().notAfterMillis() + LIMITS.keepMillis() + 2_000);
        ledger.block();
        ledger.now += 1_000;
        assertThat(ledger.refusal(command)).isEqualTo(Refusal.EXPIRED);
    }

    @Test
    void aDroppedIdMayServeAgainAndThenDiesAgain() {
        ledger.block(ledger.by(TRADER, establish(9), ID, ledger.now + 1_000));
        ledger.at(ledger.now + 400_000);
        SignedCommand again = ledger.by(TRADER, establish(10), ID, ledger.now + 1_000);
        ledger.block(again);
        assertThat(ledger.state.usedCommand(TRADER, commandId(ID)))
                .hasValueSatisfying(used -> assertThat(used.jwsHash()).isEqualTo(again.jwsHash()));
    }

    /** Whoever adds up what is left after all ids have gone finds the registry alone. */
    @Test
    void usedIdsLeaveNothingBehind() {
        long size = new TestLedger().state.size();
        var fresh = new TestLedger();
        fresh.registered(TRADER);
        for (int i = 0; i < 20; i++) {
            fresh.block(
                    fresh.by(TRADER, new IdentityCommand.Revoke(OTHER, "no")),
                    fresh.by(ANA, new IdentityCommand.Revoke(OTHER, "no")));
        }
        fresh.at(fresh.now + 1_000_000);
        fresh.block();
        assertThat(fresh.state.size()).isEqualTo(size + 1);
    }

    @Test
    void aMeshThatSleptForYearsWakesUpInOneBlock() {
        SignedCommand command = ledger.by(TRADER, establish(9));
        ledger.block(command);
        ledger.at(ledger.now + 50L * 365 * 86_400_000);
        ledger.block();
        assertThat(ledger.state.usedCommand(TRADER, command.payload().commandId())).isEmpty();
        SignedCommand next = ledger.by(TRADER, establish(10));
        ledger.block(next);
        ledger.at(ledger.now + 1_000_000);
        ledger.block();
        assertThat(ledger.state.usedCommand(TRADER, next.payload().commandId())).isEmpty();
    }

    @Test
    void oneBlockDropsABoundedNumberAndTheNextOnesTheRest() {
        int perBlock = 3;
        var small = new TestLedger(TestLedger.sizes(LIMITS.commandBytes(), LIMITS.blockBytes(), perBlock));
        small.populated();
        long notAfter = small.now + 300_000;
        var all = new ArrayList<Integer>();
        for (int block = 0; block < 10; block++) {
            var commands = new SignedCommand[perBlock];
            for (int i = 0; i < perBlock; i++) {
                int id = 1_000 + block * perBlock + i;
                all.add(id);
                commands[i] = small.by(TRADER, new IdentityCommand.Revoke(OTHER, "no"), id, notAfter);
            }
            small.block(commands);
        }
        small.at(notAfter + LIMITS.keepMillis() + 1_000);
        long kept = all.size();
        int blocks = 0;
        // Seconds without ids cost a little of the budget too, and there are 600 of them before.
        while (kept > 0) {
            small.block();
            long now = all.stream().filter(id -> small.state.usedCommand(TRADER, commandId(id)).isPresent()).count();
            assertThat(kept - now).isLessThanOrEqualTo((long) UsedCommands.DROPS_PER_COMMAND * perBlock + perBlock - 1);
            kept = now;
            assertThat(++blocks).isLessThan(200);
        }
    }

    @Test
    void aPrincipalHasAsManyUnexpiredIdsAsItsQuotaAndNoMore() {
        var small = new TestLedger(TestLedger.quotas(3, 100, 64, 64));
        small.registered(TRADER);
        small.registered(OTHER);
        for (int i = 1; i <= 3; i++) {
            small.run(TRADER, establish(i));
        }
        small.now += 1_000;
        assertThat(small.refusal(small.by(TRADER, establish(4)))).isEqualTo(Refusal.QUOTA);
        assertThat(small.isValid(small.by(OTHER, establish(4)))).isTrue();

        small.at(small.now + 60_000 + LIMITS.keepMillis() + 1_000);
        small.block();
        small.now += 1_000;
        assertThat(small.isValid(small.by(TRADER, establish(4)))).isTrue();
    }

    @Test
    void theQuotaHoldsWithinOneBlock() {
        var small = new TestLedger(TestLedger.quotas(1, 100, 64, 64));
        small.registered(TRADER);
        small.now += 1_000;
        assertThat(small.outcome(small.by(TRADER, establish(1)), small.by(TRADER, establish(2))))
                .isInstanceOfSatisfying(BlockOutcome.Invalid.class, invalid -> {
                    assertThat(invalid.reason()).isEqualTo(Refusal.QUOTA);
                    assertThat(invalid.index()).isEqualTo(1);
                });
    }

    @Test
    void registrationsUseTheQuotaOfTheirIssuerAndNotThePrincipals() {
        var small = new TestLedger(TestLedger.quotas(1, 2, 64, 64));
        small.registered(TRADER);
        small.registered(OTHER);
        small.now += 1_000;
        PrincipalId third = principal("service/third");
        assertThat(small.refusal(small.by(third, small.register(third)))).isEqualTo(Refusal.QUOTA);
        assertThat(small.isValid(small.by(TRADER, establish(1)))).isTrue();

        small.at(small.now + 60_000 + LIMITS.keepMillis() + 1_000);
        small.block();
        small.now += 1_000;
        assertThat(small.isValid(small.by(third, small.register(third)))).isTrue();
    }
}
