package dev.shieldwall.client.ledger;

import dev.shieldwall.model.decision.CommandId;
import dev.shieldwall.model.receipt.Receipt;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What is known about a command after it was submitted. No quorum in time is {@link Unknown}, never a denial. */
public sealed interface Outcome {

    /** The mesh decided; the receipt was verified. The decision inside may well be a rejection. */
    record Decided(Receipt receipt) implements Outcome {}

    /**
     * The command may have been decided, or may be until block time passes {@code notAfterMillis}. Submit the same
     * bytes again, or ask {@link LedgerClient#resolve}. When they are {@link Refused} then, as expired for one, the
     * first submission may still have got through.
     */
    record Unknown(CommandId commandId, long notAfterMillis) implements Outcome {}

    /**
     * Nobody who answered admitted the command. One replica's refusal is its own opinion, so this is no proof that the
     * command never runs; after notAfter {@link LedgerClient#resolve} can give one.
     *
     * @param status HTTP status of the refusal given most often
     * @param code its stable name, for example malformed
     * @param retryAfter absent when trying again as it is makes no sense
     */
    record Refused(int status, String code, String detail, @Nullable Duration retryAfter) implements Outcome {}
}
