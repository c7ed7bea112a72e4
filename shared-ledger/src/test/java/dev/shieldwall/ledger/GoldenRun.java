package dev.shieldwall.ledger;

import static dev.shieldwall.ledger.TestLedger.DIRECT;

/** A fixed run of many blocks; its roots are the same in every JVM, now and later. */
final class GoldenRun {

    private GoldenRun() {}

    static String roots() {
        var ledger = new TestLedger();
        var commands = new RandomCommands(ledger, 42);
        var roots = new StringBuilder();
        for (int block = 0; block < 20; block++) {
            ledger.now += 30_000;
            BlockOutcome.Executed executed =
                    Ledger.select(ledger.state, ledger.next(), commands.batch(20), DIRECT).executed();
            ledger.state = executed.state();
            if (block == 19) {
                roots.append(executed.stateRoot()).append(' ').append(executed.resultsRoot()).append(' ')
                        .append(executed.auditRoot());
            }
        }
        return roots.toString();
    }

    public static void main(String[] args) {
        System.out.println(roots());
    }
}
