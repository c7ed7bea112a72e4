package dev.shieldwall.client.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.client.TestMesh;
import dev.shieldwall.client.TestReplica;
import dev.shieldwall.client.TestReplica.Answer;
import dev.shieldwall.model.block.BlockHeader;
import dev.shieldwall.model.block.VoteType;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.CborCodec;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.model.proof.StateKey;
import dev.shieldwall.model.proof.StateProof;
import dev.shieldwall.model.proof.StateTree;
import dev.shieldwall.model.proof.UsedCommand;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResolveTest extends ReplicasTest {

    private final StateProof nothingThere = new StateProof(List.of(), new StateProof.Vacant());
    private final SignedCommand command = command();
    private final CommandRef ref = CommandRef.of(command);
    private final long keep = mesh.genesis().limits().keepMillis();

    private Answer notDecided(TestMesh by, long tipMillis, StateProof proof, int... signers) {
        BlockHeader header = by.headerAt(tipMillis);
        var claim = new NotDecided(header, by.certificate(VoteType.COMMIT, header, signers), proof);
        return Answer.notDecided(claim.toJson());
    }

    private void all(Answer answer) {
        replicas.forEach(replica -> replica.onDecision(_ -> answer));
    }

    private void only(int replica, Answer answer) {
        all(Answer.notDecided(new byte[0]));
        replicas.get(replica).onDecision(_ -> answer);
    }

    @Test
    void aReceiptFromAnyReplicaResolvesIt() throws Exception {
        var receipt = chain.decide(command);
        only(3, Answer.ok(receipt.toJson()));

        assertThat(client().resolve(ref)).isEqualTo(new Resolution.Decided(receipt));
    }

    @Test
    void aReceiptForOtherBytesUnderTheSameIdIsNotForThisCommand() throws Exception {
        all(Answer.ok(chain.decide(command).toJson()));
        var other = new CommandRef(ref.principal(), ref.commandId(), ref.notAfterMillis(), Hash.ZERO);

        assertThat(client().resolve(other)).isInstanceOf(Resolution.StillUnknown.class);
    }

    @Test
    void oneAbsenceProofBetweenNotAfterAndKeepIsEnough() throws Exception {
        only(2, notDecided(mesh, ref.notAfterMillis() + 1, nothingThere, 0, 1, 2));
        assertThat(client().resolve(ref)).isInstanceOf(Resolution.NeverDecided.class);

        only(2, notDecided(mesh, ref.notAfterMillis() + keep, nothingThere, 0, 1, 2));
        assertThat(client().resolve(ref)).isInstanceOf(Resolution.NeverDecided.class);
    }

    @Test
    void absenceUpToNotAfterProvesNothingHoweverManySayIt() throws Exception {
        all(notDecided(mesh, ref.notAfterMillis(), nothingThere, 0, 1, 2));

        assertThat(client().resolve(ref)).isInstanceOf(Resolution.StillUnknown.class);
    }

    @Test
    void afterKeepTheStateHasForgottenSoOneReplicaProvesNothing() throws Exception {
        only(0, notDecided(mesh, ref.notAfterMillis() + keep + 1, nothingThere, 0, 1, 2));

        assertThat(client().resolve(ref)).isInstanceOf(Resolution.StillUnknown.class);
    }

    @Test
    void afterKeepMoreThanFReplicasWithALaterTipAreEnough() throws Exception {
        Answer late = notDecided(mesh, ref.notAfterMillis() + keep + 1, nothingThere, 0, 1, 2);
        only(0, late);
        replicas.get(3).onDecision(_ -> late);

        assertThat(client().resolve(ref)).isInstanceOf(Resolution.NeverDecided.class);
    }

    @Test
    void aBareNotFoundProvesNothingHoweverManySayIt() throws Exception {
        all(Answer.notDecided(new byte[0]));

        assertThat(client().resolve(ref)).isInstanceOf(Resolution.StillUnknown.class);
    }

    @Test
    void anAbsenceProofUnderAForgedHeaderProvesNothingAndIsRecorded() throws Exception {
        all(notDecided(TestMesh.another(), ref.notAfterMillis() + 1, nothingThere, 0, 1, 2));
        LedgerClient client = client();

        assertThat(client.resolve(ref)).isInstanceOf(Resolution.StillUnknown.class);
        assertThat(client.replicas()).allMatch(replica -> replica.forged() == 1);
    }

    @Test
    void anAbsenceProofUnderAQuorumMinusOneProvesNothing() throws Exception {
        all(notDecided(mesh, ref.notAfterMillis() + 1, nothingThere, 0, 1));

        assertThat(client().resolve(ref)).isInstanceOf(Resolution.StillUnknown.class);
    }

    @Test
    void anAbsenceProofForAnotherRootProvesNothing() throws Exception {
        var elsewhere = new StateProof(List.of(Hash.ZERO), new StateProof.Vacant());
        all(notDecided(mesh, ref.notAfterMillis() + 1, elsewhere, 0, 1, 2));

        assertThat(client().resolve(ref)).isInstanceOf(Resolution.StillUnknown.class);
    }

    @Test
    void aGenuineProofOfPresenceIsNoProofOfAbsence() throws Exception {
        Hash key = StateKey.usedCommand(ref.principal(), ref.commandId()).hash();
        byte[] value = CborCodec.of(UsedCommand.class).encode(new UsedCommand(command.jwsHash(), 1, 0));
        BlockHeader header = mesh.headerAt(
                ref.notAfterMillis() + 1, StateTree.leafHash(key, Hash.sha256(value)));
        var present = new StateProof(List.of(), new StateProof.Present(Bytes.of(value)));
        var claim = new NotDecided(header, mesh.certificate(VoteType.COMMIT, header, 0, 1, 2), present);
        all(Answer.notDecided(claim.toJson()));
        LedgerClient client = client();

        assertThat(client.resolve(ref)).isInstanceOf(Resolution.StillUnknown.class);
        assertThat(client.replicas()).allMatch(replica -> replica.forged() == 1);
    }

    @Test
    void withNobodyThereItStaysUnknown() throws Exception {
        replicas.forEach(TestReplica::close);

        assertThat(client().resolve(ref)).isInstanceOf(Resolution.StillUnknown.class);
    }
}
