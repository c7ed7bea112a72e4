package dev.shieldwall.ledger;

import dev.shieldwall.crypto.signature.Ed25519PublicKey;
import dev.shieldwall.crypto.signature.KeyRejectedException;
import dev.shieldwall.ledger.facts.AuditFrontier;
import dev.shieldwall.ledger.facts.LedgerKeys;
import dev.shieldwall.ledger.facts.Mesh;
import dev.shieldwall.ledger.facts.Tip;
import dev.shieldwall.ledger.state.StateMap;
import dev.shieldwall.ledger.state.StateOverlay;
import dev.shieldwall.model.genesis.Genesis;
import dev.shieldwall.model.genesis.NamedKey;
import dev.shieldwall.model.genesis.RiskFloor;
import dev.shieldwall.model.identity.VerificationKey;
import dev.shieldwall.model.proof.StateKey;
import java.util.List;

/** The entries of the state before the first block. */
final class GenesisState {

    private final StateOverlay state = new StateOverlay(StateMap.EMPTY);

    private GenesisState() {}

    static StateOverlay of(Genesis genesis) {
        var made = new GenesisState();
        StateOverlay state = made.state;
        state.put(LedgerKeys.TIP, new Tip(0, genesis.createdAtMillis()));
        state.put(LedgerKeys.AUDIT, AuditFrontier.START);
        state.put(LedgerKeys.LIMITS, genesis.limits());
        state.put(LedgerKeys.REPLICA_SET, genesis.replicaSet());
        state.put(LedgerKeys.MESH, new Mesh(
                genesis.chainId(), genesis.trustDomain(), genesis.signatureRule(), genesis.commandProfile(),
                genesis.evaluator(), genesis.approvers()));
        UsedCommands.start(state, genesis.createdAtMillis());
        made.operators(genesis.operators());
        made.issuers(genesis.attestationIssuers());
        for (RiskFloor floor : genesis.riskFloors()) {
            made.putOnce(LedgerKeys.riskFloor(floor.operation()), floor.floor());
        }
        return state;
    }

    private void operators(List<NamedKey> operators) {
        for (NamedKey operator : operators) {
            requireGoodKey(operator);
            putOnce(LedgerKeys.operator(operator.id()), operator.key());
        }
    }

    private void issuers(List<NamedKey> issuers) {
        for (NamedKey issuer : issuers) {
            requireGoodKey(issuer);
            putOnce(LedgerKeys.issuer(issuer.id()), issuer.key());
        }
    }

    private <T> void putOnce(StateKey<T> key, T value) {
        if (state.get(key) != null) {
            throw new IllegalArgumentException("genesis names an operator, an issuer or a risk floor twice");
        }
        state.put(key, value);
    }

    private static void requireGoodKey(NamedKey named) {
        VerificationKey key = named.key();
        try {
            Ed25519PublicKey.of(key.key().unsafeArray());
        } catch (KeyRejectedException e) {
            throw new IllegalArgumentException("the key of " + named.id() + " is none that a mesh accepts", e);
        }
    }
}
