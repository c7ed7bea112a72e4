package dev.shieldwall.launcher.demo;

import dev.shieldwall.model.decision.Decision;
import java.time.Instant;
import java.util.Locale;

/** A decision in one line for people. */
public final class DecisionText {

    private DecisionText() {}

    public static String of(Decision decision) {
        return switch (decision) {
            case Decision.Accepted _ -> "accepted";
            case Decision.Granted granted -> "granted: " + granted.dimensions().operationName() + " on "
                    + granted.resources() + ", price " + lower(granted.price()) + ", approvers required "
                    + granted.approversRequired() + ", until " + Instant.ofEpochMilli(granted.validUntilMillis())
                    + (granted.notEnforced().isEmpty() ? "" : ", left to the caller " + granted.notEnforced());
            case Decision.Rejected(var code, var detail) -> "rejected: " + lower(code) + " (" + detail + ")";
        };
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
