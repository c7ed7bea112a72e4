package dev.shieldwall.ledger;

import static dev.shieldwall.ledger.TestLedger.ANA;
import static dev.shieldwall.ledger.TestLedger.capabilityId;
import static dev.shieldwall.ledger.TestLedger.principal;
import static dev.shieldwall.ledger.TestLedger.sessionId;

import dev.shieldwall.model.capability.Constraints;
import dev.shieldwall.model.capability.Dimensions;
import dev.shieldwall.model.capability.RiskLevel;
import dev.shieldwall.model.command.CapabilityCommand;
import dev.shieldwall.model.command.Command;
import dev.shieldwall.model.command.IdentityCommand;
import dev.shieldwall.model.command.SessionCommand;
import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.model.identity.PrincipalId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Commands of few principals about few things, so that they meet; good ones, denied ones and ones of no valid block. */
final class RandomCommands {

    private static final int PRINCIPALS = 4;
    private static final int THINGS = 40;

    private final TestLedger ledger;
    private final Random random;
    private final List<SignedCommand> earlier = new ArrayList<>();

    RandomCommands(TestLedger ledger, long seed) {
        this.ledger = ledger;
        this.random = new Random(seed);
    }

    List<SignedCommand> batch(int size) {
        var batch = new ArrayList<SignedCommand>();
        for (int i = 0; i < size; i++) {
            SignedCommand command = switch (random.nextInt(12)) {
                case 0 -> earlier.isEmpty() ? next() : earlier.get(random.nextInt(earlier.size()));
                case 1 -> ledger.by(
                        somebody(), operatorCommand(), random.nextInt(50), ledger.now + random.nextInt(700_000));
                default -> next();
            };
            earlier.add(command);
            batch.add(command);
        }
        return batch;
    }

    private SignedCommand next() {
        if (random.nextInt(4) == 0) {
            PrincipalId id = somebody();
            return ledger.by(id, ledger.register(id));
        }
        return random.nextInt(3) == 0 ? ledger.by(ANA, operatorCommand()) : byOneself();
    }

    private PrincipalId somebody() {
        return service(random.nextInt(PRINCIPALS));
    }

    private static PrincipalId service(int number) {
        return principal("service/s" + number);
    }

    private Dimensions dimensions() {
        RiskLevel risk = random.nextBoolean() ? null : RiskLevel.values()[random.nextInt(4)];
        return new Dimensions(
                "data", random.nextBoolean() ? "read" : "delete", random.nextInt(4) > 0 ? null : "user", null, risk);
    }

    private Command operatorCommand() {
        return switch (random.nextInt(16)) {
            case 0 -> new IdentityCommand.Revoke(somebody(), "left");
            case 1, 2 -> new CapabilityCommand.Revoke(capabilityId(random.nextInt(THINGS)), "done");
            default -> ledger.grant(
                    random.nextInt(THINGS), somebody(), dimensions(), random.nextBoolean() ? "*" : "a");
        };
    }

    /** Mostly about the principal's own session, sometimes about that of its neighbour. */
    private SignedCommand byOneself() {
        int number = random.nextInt(PRINCIPALS);
        int session = random.nextInt(6) == 0 ? number + 1 : number + PRINCIPALS * random.nextInt(8);
        return ledger.by(service(number), switch (random.nextInt(8)) {
            case 0, 1 -> new SessionCommand.Establish(sessionId(session), List.of(), random.nextLong(1, 100_000));
            case 2 -> random.nextInt(4) > 0
                    ? new SessionCommand.Establish(sessionId(session), List.of(somebody()), 100_000)
                    : new SessionCommand.Close(sessionId(session));
            default -> TestLedger.authorize(session, dimensions(), Constraints.NONE, "a");
        });
    }
}
