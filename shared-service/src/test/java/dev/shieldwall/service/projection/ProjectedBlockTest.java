package dev.shieldwall.service.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.client.TestMesh;
import dev.shieldwall.client.signing.CommandSigner;
import dev.shieldwall.model.block.CertifiedBlock;
import dev.shieldwall.model.block.ResultLeaf;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.command.SessionCommand;
import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.model.decision.Decision;
import dev.shieldwall.model.session.SessionId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Blocks that honest replicas never certify. */
class ProjectedBlockTest {

    private final TestMesh mesh = TestMesh.create();
    private final CommandSigner alice = mesh.service("alice");
    private final SignedCommand first = close();
    private final SignedCommand second = close();

    private SignedCommand close() {
        return alice.sign(new SessionCommand.Close(new SessionId(alice.randomBytes(16))), mesh.chainId());
    }

    private static ResultLeaf result(int index, SignedCommand command) {
        return TestMesh.result(index, command, new Decision.Accepted());
    }

    private ProjectedBlock projected(ResultLeaf... results) {
        return ProjectedBlock.of(mesh.block(null, List.of(first, second), List.of(results)));
    }

    @Test
    void commandsAreReadWithTheirResults() {
        assertThat(projected(result(0, first), result(1, second)).commands())
                .extracting(ProjectedCommand::command)
                .containsExactly(first.payload().command(), second.payload().command());
    }

    @Test
    void aResultInAnothersPlaceIsRefusedUnread() {
        assertThatThrownBy(() -> projected(result(0, first), result(0, second)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("result 1 of block 1 says that it is 0");
    }

    @Test
    void theResultOfAnotherCommandIsRefusedWhenTheCommandIsRead() {
        ProjectedBlock block = projected(result(0, first), result(1, first));
        assertThat(block.commands().getFirst().command()).isEqualTo(first.payload().command());
        assertThatThrownBy(() -> block.commands().getLast().command())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("result 1 is not that of its command");
    }

    @Test
    void aCommandThatIsNoneIsRefusedWhenItIsRead() {
        CertifiedBlock block = mesh.accepted(null, first);
        var broken = new CertifiedBlock(
                block.header(), List.of(Bytes.wrap(new byte[] {1})), block.results(), block.certificate());
        assertThatThrownBy(() -> ProjectedBlock.of(broken).commands().getFirst().command())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot be read");
    }
}
