package dev.shieldwall.model.block;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.model.Samples;
import dev.shieldwall.model.TestMesh;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.event.Event;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whoever streams a certified block can have changed nothing in it. */
class CertifiedBlockTest {

    private static final TestMesh MESH = TestMesh.of(4);
    private static final List<Bytes> COMMANDS = List.of(Bytes.of((byte) 1), Bytes.of((byte) 2));
    private static final List<ResultLeaf> RESULTS = List.of(
            Samples.result(0, Samples.granted(), new Event.SessionClosed(Samples.SESSION_ID)),
            Samples.result(1, Samples.rejected()));
    private static final CertifiedBlock BLOCK = MESH.block(COMMANDS, RESULTS);

    private static void refused(List<Bytes> commands, List<ResultLeaf> results) {
        var changed = new CertifiedBlock(BLOCK.header(), commands, results, BLOCK.certificate());
        assertThatThrownBy(() -> changed.verify(ReplicaKeys.of(MESH.genesis())))
                .isInstanceOf(CertificateRejectedException.class);
    }

    @Test
    void theBlockAsDecidedHolds() throws Exception {
        BLOCK.verify(ReplicaKeys.of(MESH.genesis()));
        MESH.block(List.of(), List.of()).verify(ReplicaKeys.of(MESH.genesis()));
    }

    @Test
    void aChangedEventUnderAGenuineCertificateIsRefused() {
        refused(COMMANDS, List.of(
                Samples.result(0, Samples.granted(), new Event.IdentityRevoked(Samples.HOLDER, "x")), RESULTS.get(1)));
        refused(COMMANDS, List.of(Samples.result(0, Samples.granted()), RESULTS.get(1)));
        refused(COMMANDS, List.of(Samples.result(0, Samples.rejected(), new Event.SessionClosed(Samples.SESSION_ID)),
                RESULTS.get(1)));
    }

    @Test
    void missingAddedAndExchangedPartsAreRefused() {
        refused(COMMANDS, RESULTS.reversed());
        refused(COMMANDS, List.of(RESULTS.getFirst()));
        refused(COMMANDS, List.of());
        refused(COMMANDS, List.of(RESULTS.get(0), RESULTS.get(1), RESULTS.get(1)));
        refused(COMMANDS.reversed(), RESULTS);
        refused(List.of(COMMANDS.getFirst()), RESULTS);
        refused(List.of(), RESULTS);
        refused(List.of(COMMANDS.get(0), COMMANDS.get(1), COMMANDS.get(1)), RESULTS);
    }

    @Test
    void anotherBlocksCertificateIsRefused() {
        CertifiedBlock other = MESH.block(COMMANDS, RESULTS.reversed());
        var swapped = new CertifiedBlock(BLOCK.header(), COMMANDS, RESULTS, other.certificate());
        assertThatThrownBy(() -> swapped.verify(ReplicaKeys.of(MESH.genesis())))
                .isInstanceOf(CertificateRejectedException.class);
    }
}
