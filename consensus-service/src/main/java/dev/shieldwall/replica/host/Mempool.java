package dev.shieldwall.replica.host;

import dev.shieldwall.ledger.Admission;
import dev.shieldwall.ledger.Ledger;
import dev.shieldwall.ledger.LedgerState;
import dev.shieldwall.ledger.SignatureCheck;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.model.decision.CommandId;
import dev.shieldwall.model.identity.PrincipalId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Commands that wait for a block, by {@link Lane} and then in the order in which they came. Admission is a courtesy to
 * the caller and a shield for the log; whether a command may stand in a block is asked again when the block is built and
 * checked. Thread-safe.
 */
final class Mempool {

    private final SignatureCheck signatures;
    private final Predicate<Hash> poisonous;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Hash, Waiting> waiting = new HashMap<>();
    private final EnumMap<Lane, LinkedHashMap<Hash, Waiting>> lanes = new EnumMap<>(Lane.class);
    private final Map<Name, Hash> names = new HashMap<>();
    private final Map<Account, Lane.Share> accounts = new HashMap<>();
    /** When the others were last sent a command, longest ago first. */
    private final LinkedHashMap<Hash, Long> sent = new LinkedHashMap<>();
    private Lane.Share all = Lane.Share.NONE;
    private volatile int size;

    private record Name(PrincipalId principal, CommandId id) {
        static Name of(SignedCommand command) {
            return new Name(command.payload().principal(), command.payload().commandId());
        }
    }

    private record Account(PrincipalId principal, Lane lane) {}

    private record Waiting(SignedCommand command, Lane lane, long sinceNanos) {
        Account account() {
            return new Account(command.payload().principal(), lane);
        }

        int bytes() {
            return command.jws().size();
        }
    }

    /** @param poisonous whether a rule broke on the command with this hash before */
    Mempool(SignatureCheck signatures, Predicate<Hash> poisonous) {
        this.signatures = signatures;
        this.poisonous = poisonous;
        for (Lane lane : Lane.values()) {
            lanes.put(lane, new LinkedHashMap<>());
        }
    }

    /** Lets {@code command} wait if it could stand in a block after {@code state}. */
    Admitted admit(LedgerState state, SignedCommand command, Moment now) {
        if (poisonous.test(command.jwsHash())) {
            return new Admitted.Poisonous();
        }
        Waiting candidate = new Waiting(command, Lane.of(state, command.payload()), now.nanos());
        // Asked before the signature is verified: a crowd must not cost a verification each.
        Admitted obstacle = obstacle(candidate);
        if (obstacle != null) {
            return obstacle;
        }
        return switch (Ledger.admit(state, command, now.millis(), signatures)) {
            case Admission.Admitted _ -> add(candidate);
            case Admission.Duplicate(long height, int index) -> new Admitted.Decided(height, index);
            case Admission.Refused(var reason, String detail) -> new Admitted.Refused(reason, detail);
        };
    }

    /** Why {@code candidate} is not added now, or null. */
    private @Nullable Admitted obstacle(Waiting candidate) {
        lock.lock();
        try {
            Hash named = names.get(Name.of(candidate.command()));
            if (named != null) {
                return named.equals(candidate.command().jwsHash()) ? new Admitted.Waiting() : new Admitted.Conflict();
            }
            if (!candidate.lane().admits(accounts.getOrDefault(candidate.account(), Lane.Share.NONE), candidate.bytes())) {
                return new Admitted.Crowded("too many commands of this principal wait");
            }
            return candidate.lane().hasRoom(all, candidate.bytes())
                    ? null
                    : new Admitted.Crowded("too many commands wait at this replica");
        } finally {
            lock.unlock();
        }
    }

    /** Asks once more: others may have come while the signature was verified. */
    private Admitted add(Waiting candidate) {
        lock.lock();
        try {
            Admitted obstacle = obstacle(candidate);
            if (obstacle != null) {
                return obstacle;
            }
            SignedCommand command = candidate.command();
            names.put(Name.of(command), command.jwsHash());
            waiting.put(command.jwsHash(), candidate);
            lane(candidate.lane()).put(command.jwsHash(), candidate);
            accounts.merge(candidate.account(), Lane.Share.NONE.with(candidate.bytes()),
                    (own, _) -> own.with(candidate.bytes()));
            all = all.with(candidate.bytes());
            size = waiting.size();
            return new Admitted.Waiting();
        } finally {
            lock.unlock();
        }
    }

    private Map<Hash, Waiting> lane(Lane lane) {
        return Objects.requireNonNull(lanes.get(lane));
    }

    /** The first in line, as many as a block may hold. */
    List<SignedCommand> candidates(int maxCommands, long maxBytes) {
        return firstInLine(_ -> true, maxCommands, maxBytes);
    }

    /** Every waiting command, for another look at each. */
    List<SignedCommand> all() {
        return firstInLine(_ -> true, Integer.MAX_VALUE, Long.MAX_VALUE);
    }

    /** The first in line of those that were admitted at {@code sinceNanos} or before. */
    List<SignedCommand> overdue(long sinceNanos, int maxCommands, long maxBytes) {
        return firstInLine(next -> next.sinceNanos() - sinceNanos <= 0, maxCommands, maxBytes);
    }

    private List<SignedCommand> firstInLine(Predicate<Waiting> isOldEnough, int maxCommands, long maxBytes) {
        List<SignedCommand> taken = new ArrayList<>();
        long takenBytes = 0;
        lock.lock();
        try {
            for (Map<Hash, Waiting> lane : lanes.values()) {
                for (Waiting next : lane.values()) {
                    if (!isOldEnough.test(next)) {
                        break;
                    }
                    takenBytes += next.bytes();
                    if (taken.size() == maxCommands || takenBytes > maxBytes) {
                        return taken;
                    }
                    taken.add(next.command());
                }
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Those whose notAfter has passed: they may stand in no block any more. */
    List<SignedCommand> expired(long nowMillis) {
        return all().stream().filter(command -> command.payload().notAfterMillis() < nowMillis).toList();
    }

    /** The parsed command with these bytes, if it waits: spares parsing it again when it is proposed. */
    @Nullable SignedCommand find(Bytes jws) {
        Hash hash = Hash.sha256(jws.unsafeArray());
        lock.lock();
        try {
            Waiting found = waiting.get(hash);
            return found == null ? null : found.command();
        } finally {
            lock.unlock();
        }
    }

    /** Notes that the others are sent a command now; false when it does not wait, or they were within the pause. */
    boolean noteSent(Hash hash, long nowNanos, long pauseNanos) {
        lock.lock();
        try {
            Long last = sent.get(hash);
            if (!waiting.containsKey(hash) || (last != null && nowNanos - last < pauseNanos)) {
                return false;
            }
            sent.putLast(hash, nowNanos);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Those that the others were sent at {@code nanos} or before, longest ago first. */
    List<SignedCommand> sentBefore(long nanos) {
        List<SignedCommand> found = new ArrayList<>();
        lock.lock();
        try {
            for (Map.Entry<Hash, Long> entry : sent.entrySet()) {
                if (entry.getValue() - nanos > 0) {
                    break;
                }
                found.add(Objects.requireNonNull(waiting.get(entry.getKey())).command());
            }
            return found;
        } finally {
            lock.unlock();
        }
    }

    boolean holds(PrincipalId principal, CommandId id) {
        lock.lock();
        try {
            return names.containsKey(new Name(principal, id));
        } finally {
            lock.unlock();
        }
    }

    void remove(Collection<Hash> hashes) {
        lock.lock();
        try {
            for (Hash hash : hashes) {
                Waiting removed = waiting.remove(hash);
                if (removed != null) {
                    forget(removed);
                }
            }
            size = waiting.size();
        } finally {
            lock.unlock();
        }
    }

    private void forget(Waiting removed) {
        lane(removed.lane()).remove(removed.command().jwsHash());
        names.remove(Name.of(removed.command()));
        sent.remove(removed.command().jwsHash());
        accounts.computeIfPresent(removed.account(),
                (_, own) -> own.commands() == 1 ? null : own.without(removed.bytes()));
        all = all.without(removed.bytes());
    }

    int size() {
        return size;
    }
}
