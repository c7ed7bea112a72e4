package dev.shieldwall.ledger;

import dev.shieldwall.ledger.facts.AuditFrontier;
import dev.shieldwall.ledger.facts.Facts;
import dev.shieldwall.ledger.facts.LedgerKeys;
import dev.shieldwall.model.proof.StateEntry;
import dev.shieldwall.ledger.state.StateMap;
import dev.shieldwall.model.capability.Capability;
import dev.shieldwall.model.capability.CapabilityId;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.codec.MalformedException;
import dev.shieldwall.model.decision.CommandId;
import dev.shieldwall.model.genesis.Limits;
import dev.shieldwall.model.identity.Identity;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.model.identity.VerificationKey;
import dev.shieldwall.model.proof.StateKey;
import dev.shieldwall.model.proof.StateProof;
import dev.shieldwall.model.proof.UsedCommand;
import dev.shieldwall.model.session.Session;
import dev.shieldwall.model.session.SessionId;
import java.util.Iterator;
import java.util.Optional;

/**
 * Everything that decides, after one block. All of it is in one Merkle map; two states are equal if their roots are.
 *
 * <p>Immutable and thread-safe; a state and its successors share what did not change.
 */
public final class LedgerState {

    private final StateMap map;
    private final Facts facts;

    LedgerState(StateMap map) {
        this.map = map;
        this.facts = new Facts(map);
    }

    /**
     * The state of a snapshot, from {@link #entries} in any order. The caller compares {@link #root} with the stateRoot
     * of a certified header: nothing else tells that the snapshot is genuine and whole.
     *
     * @throws MalformedException when entries that every state has are missing
     */
    public static LedgerState load(Iterator<StateEntry> entries) throws MalformedException {
        StateMap map = StateMap.load(entries);
        if (map.find(LedgerKeys.TIP.hash()) == null || map.find(LedgerKeys.MESH.hash()) == null) {
            throw new MalformedException("these entries are not a whole state");
        }
        return new LedgerState(map);
    }

    /** All entries, in the order of their keys. */
    public Iterator<StateEntry> entries() {
        return map.entries();
    }

    /** Number of entries. */
    public long size() {
        return map.size();
    }

    /** What stateRoot of the header of this height says. */
    public Hash root() {
        return map.root();
    }

    /** Height of the last block, 0 at genesis. */
    public long height() {
        return facts.tip().height();
    }

    /** Time of the last block, or of genesis. */
    public long timeMillis() {
        return facts.tip().timeMillis();
    }

    public Hash chainId() {
        return facts.mesh().chainId();
    }

    public Limits limits() {
        return facts.limits();
    }

    /** Where the audit log ends. */
    public AuditFrontier audit() {
        return facts.audit();
    }

    public Optional<Identity> identity(PrincipalId id) {
        return facts.identity(id);
    }

    public Optional<Capability> capability(CapabilityId id) {
        return facts.capability(id);
    }

    public Optional<Session> session(SessionId id) {
        return facts.session(id);
    }

    public boolean isOperator(PrincipalId id) {
        return facts.isOperator(id);
    }

    /** The key that speaks for {@code principal}; of a revoked principal too. */
    public Optional<VerificationKey> keyOf(PrincipalId principal) {
        return facts.keyOf(principal);
    }

    /** Where a command was decided, until its id is dropped (docs/design/ledger.md, replay). */
    public Optional<UsedCommand> usedCommand(PrincipalId principal, CommandId id) {
        return Optional.ofNullable(map.get(StateKey.usedCommand(principal, id)));
    }

    /** What stands at {@code key}, for somebody who has a certified header of this height. */
    public StateProof prove(StateKey<?> key) {
        return map.prove(key.hash());
    }

    StateMap map() {
        return map;
    }

    Facts facts() {
        return facts;
    }
}
