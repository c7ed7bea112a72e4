package dev.shieldwall.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CallerBudgetsTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void aBurstIsAdmittedAndTheRequestAfterItWaits() {
        var budgets = new CallerBudgets(10, 3, 100);
        for (int i = 0; i < 3; i++) {
            assertThat(budgets.spend("a", 0)).isZero();
        }
        assertThat(budgets.spend("a", 0)).isEqualTo(SECOND / 10);
        assertThat(budgets.spend("a", SECOND / 10 - 1)).isEqualTo(1);
        assertThat(budgets.spend("a", SECOND / 10)).isZero();
    }

    @Test
    void theSustainedRateIsNeitherMoreNorLess() {
        var budgets = new CallerBudgets(100, 1, 100);
        int admitted = 0;
        for (long millis = 0; millis < 10_000; millis++) {
            admitted += budgets.spend("a", millis * 1_000_000) == 0 ? 1 : 0;
        }
        assertThat(admitted).isEqualTo(1_000);
    }

    @Test
    void oneCallerDoesNotSpendTheBudgetOfAnother() {
        var budgets = new CallerBudgets(1, 1, 100);
        assertThat(budgets.spend("a", 0)).isZero();
        assertThat(budgets.spend("b", 0)).isZero();
        assertThat(budgets.spend("a", 0)).isPositive();
    }

    @Test
    void memoryIsBoundedHoweverManyCallersThereAre() {
        var budgets = new CallerBudgets(1, 1, 100);
        for (int i = 0; i < 10_000; i++) {
            budgets.spend("caller-" + i, 0);
        }
        assertThat(budgets.callers()).isEqualTo(100);
        assertThat(budgets.spend("caller-9999", 0)).isPositive();
    }
}
