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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Commands that wait for a block, in the order in which they came. Admission is a courtesy to the caller and a shield
 * for the log; whether a command may stand in a block is asked again when the block is built and checked. Thread-safe.
 */
final class Mempool {

    /** Most commands that wait, and most bytes of them. */
    static final int MAX_COMMANDS = 20_000;
    static final long MAX_BYTES = 16L << 20;
    /** Most waiting commands of one principal. */
    static final int MAX_PER_PRINCIPAL = 5_000;

    private final SignatureCheck signatures;
    private final Predicate<Hash> poisonous;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Hash, SignedCommand> waiting = new LinkedHashMap<>();
    private final Map<Name, Hash> names = new HashMap<>();
    private final Map<PrincipalId, Integer> perPrincipal = new HashMap<>();
    private long bytes;
    private volatile int size;

    private record Name(PrincipalId principal, CommandId id) {
        static Name of(SignedCommand command) {
            return new Name(command.payload().principal(), command.payload().commandId());
        }
    }

    /** @param poisonous whether a rule broke on the command with this hash before */
    Mempool(SignatureCheck signatures, Predicate<Hash> poisonous) {
        this.signatures = signatures;
        this.poisonous = poisonous;
    }

    /** Lets {@code command} wait if it could stand in a block after {@code state}. */
    Admitted admit(LedgerState state, SignedCommand command, long nowMillis) {
        if (poisonous.test(command.jwsHash())) {
            return new Admitted.Poisonous();
        }
        Admitted crowded = room(command);
        if (crowded != null) {
            return crowded;
        }
        return switch (Ledger.admit(state, command, nowMillis, signatures)) {
            case Admission.Admitted _ -> add(command);
            case Admission.Duplicate(long height, int index) -> new Admitted.Decided(height, index);
            case Admission.Refused(var reason, String detail) -> new Admitted.Refused(reason, detail);
        };
    }

    /** Asked before the signature is verified: a crowd must not cost a verification each. */
    private @Nullable Admitted room(SignedCommand command) {
        lock.lock();
        try {
            Hash named = names.get(Name.of(command));
            if (named != null) {
                return named.equals(command.jwsHash()) ? new Admitted.Waiting() : new Admitted.Conflict();
            }
            if (waiting.size() >= MAX_COMMANDS || bytes + command.jws().size() > MAX_BYTES) {
                return new Admitted.Crowded("too many commands wait at this replica");
            }
            if (perPrincipal.getOrDefault(command.payload().principal(), 0) >= MAX_PER_PRINCIPAL) {
                return new Admitted.Crowded("too many commands of this principal wait");
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private Admitted add(SignedCommand command) {
        lock.lock();
        try {
            Hash named = names.putIfAbsent(Name.of(command), command.jwsHash());
            if (named != null) {
                return named.equals(command.jwsHash()) ? new Admitted.Waiting() : new Admitted.Conflict();
            }
            waiting.put(command.jwsHash(), command);
            perPrincipal.merge(command.payload().principal(), 1, Integer::sum);
            bytes += command.jws().size();
            size = waiting.size();
            return new Admitted.Waiting();
        } finally {
            lock.unlock();
        }
    }

    /** The oldest commands, as many as a block may hold. */
    List<SignedCommand> candidates(int maxCommands, long maxBytes) {
        List<SignedCommand> taken = new ArrayList<>();
        long takenBytes = 0;
        lock.lock();
        try {
            for (SignedCommand command : waiting.values()) {
                takenBytes += command.jws().size();
                if (taken.size() == maxCommands || takenBytes > maxBytes) {
                    break;
                }
                taken.add(command);
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Every waiting command, for another look at each. */
    List<SignedCommand> all() {
        lock.lock();
        try {
            return List.copyOf(waiting.values());
        } finally {
            lock.unlock();
        }
    }

    /** The parsed command with these bytes, if it waits: spares parsing it again when it is proposed. */
    @Nullable SignedCommand find(Bytes jws) {
        Hash hash = Hash.sha256(jws.unsafeArray());
        lock.lock();
        try {
            return waiting.get(hash);
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
                SignedCommand command = waiting.remove(hash);
                if (command != null) {
                    names.remove(Name.of(command));
                    perPrincipal.computeIfPresent(
                            command.payload().principal(), (_, count) -> count == 1 ? null : count - 1);
                    bytes -= command.jws().size();
                }
            }
            size = waiting.size();
        } finally {
            lock.unlock();
        }
    }

    int size() {
        return size;
    }
}
