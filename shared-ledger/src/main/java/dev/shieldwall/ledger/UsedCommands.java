package dev.shieldwall.ledger;

import dev.shieldwall.ledger.facts.Count;
import dev.shieldwall.ledger.facts.Facts;
import dev.shieldwall.ledger.facts.LedgerKeys;
import dev.shieldwall.ledger.state.StateOverlay;
import dev.shieldwall.ledger.state.StateReader;
import dev.shieldwall.model.codec.CborCodec;
import dev.shieldwall.model.command.Command;
import dev.shieldwall.model.command.CommandPayload;
import dev.shieldwall.model.command.IdentityCommand;
import dev.shieldwall.model.genesis.Limits;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.model.proof.StateKey;
import dev.shieldwall.model.proof.UsedCommand;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The used command ids in the state and when they leave it. Ids are filed by the second in which they end, in chunks of
 * one block each, so that no block rewrites what others filed; a cursor moves over the seconds. One block drops at most
 * about {@value #DROPS_PER_COMMAND} times as many as a block can bring: its work is bounded, and the rest follows in
 * the next. An id kept too long only refuses what was refused before.
 */
final class UsedCommands {

    static final int DROPS_PER_COMMAND = 2;
    static final long MILLIS_PER_SECOND = 1_000;

    private static final StateKey<Expiring.Cursor> CURSOR =
            StateKey.of("expiry-cursor", CborCodec.of(Expiring.Cursor.class));
    private static final CborCodec<Count> COUNT = CborCodec.of(Count.class);
    private static final CborCodec<Expiring.Chunk> CHUNK = CborCodec.of(Expiring.Chunk.class);

    private final TreeMap<Long, List<Expiring>> filed = new TreeMap<>();

    static void start(StateOverlay state, long timeMillis) {
        state.put(CURSOR, new Expiring.Cursor(timeMillis / MILLIS_PER_SECOND, 0));
    }

    /** Whose quota the command uses: for a registration its issuer's, otherwise the principal's own. */
    private static @Nullable PrincipalId issuerOf(Command command) {
        return command instanceof IdentityCommand.Register register ? register.attestation().issuer() : null;
    }

    private static StateKey<Count> account(PrincipalId principal, @Nullable PrincipalId issuer) {
        return issuer == null ? LedgerKeys.commandsOf(principal) : LedgerKeys.registrationsOf(issuer);
    }

    static boolean isQuotaSpent(StateReader state, CommandPayload payload) {
        Limits limits = new Facts(state).limits();
        PrincipalId issuer = issuerOf(payload.command());
        long used = count(state, account(payload.principal(), issuer));
        return used >= (issuer == null ? limits.commandsPerPrincipal() : limits.registrationsPerIssuer());
    }

    /** Enters a command into the state; {@link #file} it as well, once the whole command succeeded. */
    static void use(StateOverlay state, CommandPayload payload, UsedCommand used) {
        state.put(StateKey.usedCommand(payload.principal(), payload.commandId()), used);
        add(state, account(payload.principal(), issuerOf(payload.command())), 1);
    }

    /** Remembers the command for {@link #writeFiled}. */
    void file(CommandPayload payload, long keepMillis) {
        long second = (payload.notAfterMillis() + keepMillis) / MILLIS_PER_SECOND;
        filed.computeIfAbsent(second, _ -> new ArrayList<>())
                .add(new Expiring(payload.principal(), payload.commandId(), issuerOf(payload.command())));
    }

    /** Writes what this block filed. */
    void writeFiled(StateOverlay state) {
        filed.forEach((second, ids) -> {
            long chunk = count(state, chunksOf(second));
            state.put(chunk(second, chunk), new Expiring.Chunk(ids));
            state.put(chunksOf(second), new Count(chunk + 1));
        });
    }

    /** Drops ids whose second has passed as a whole, so that block time is after notAfter plus the keeping time. */
    static void dropEnded(StateOverlay state, long timeMillis) {
        Limits limits = new Facts(state).limits();
        long parentMillis = new Facts(state).tip().timeMillis();
        long lastFiled = (parentMillis + limits.notAfterAheadMillis() + limits.keepMillis()) / MILLIS_PER_SECOND;
        long end = timeMillis / MILLIS_PER_SECOND;
        long budget = (long) DROPS_PER_COMMAND * limits.blockCommands();
        Expiring.Cursor cursor = Objects.requireNonNull(state.get(CURSOR), "the state lacks an entry of genesis");
        long second = cursor.second();
        long next = cursor.chunk();
        while (second < end && second <= lastFiled && budget > 0) {
            long chunks = count(state, chunksOf(second));
            for (; next < chunks && budget > 0; next++) {
                budget -= drop(state, chunk(second, next));
            }
            if (next == chunks) {
                state.remove(chunksOf(second));
                second++;
                next = 0;
                budget--; // an empty second costs a look as well
            }
        }
        // Nothing was filed beyond lastFiled, so a mesh that slept for a year need not look at each second of it.
        state.put(CURSOR, second > lastFiled ? new Expiring.Cursor(Math.max(second, end), 0)
                : new Expiring.Cursor(second, next));
    }

    private static int drop(StateOverlay state, StateKey<Expiring.Chunk> key) {
        Expiring.Chunk chunk = Objects.requireNonNull(state.get(key), "a chunk of command ids is missing");
        for (Expiring id : chunk.ids()) {
            state.remove(StateKey.usedCommand(id.principal(), id.commandId()));
            add(state, account(id.principal(), id.issuer()), -1);
        }
        state.remove(key);
        return chunk.ids().size();
    }

    private static void add(StateOverlay state, StateKey<Count> account, int change) {
        long value = count(state, account) + change;
        if (value == 0) {
            state.remove(account);
        } else {
            state.put(account, new Count(value));
        }
    }

    private static long count(StateReader state, StateKey<Count> key) {
        Count count = state.get(key);
        return count == null ? 0 : count.value();
    }

    private static StateKey<Count> chunksOf(long second) {
        return StateKey.of("expiry-chunks", COUNT, ByteBuffer.allocate(Long.BYTES).putLong(second).array());
    }

    private static StateKey<Expiring.Chunk> chunk(long second, long chunk) {
        return StateKey.of("expiry", CHUNK, ByteBuffer.allocate(2 * Long.BYTES).putLong(second).putLong(chunk).array());
    }
}
