package dev.shieldwall.replica.genesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.model.block.CertificateRejectedException;
import dev.shieldwall.model.block.ReplicaKeys;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.replica.Replica;
import dev.shieldwall.model.replica.ReplicaSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplicaIdentityTest {

    @TempDir
    Path folder;

    @Test
    void everyKeyFileIsForTheOwnerAlone() throws IOException {
        create(0);
        try (Stream<Path> files = Files.list(folder.resolve("0"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".pem")).toList()).hasSize(3).allSatisfy(file -> assertThat(
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------"));
        }
    }

    @Test
    void keysAreReadBackAndNeverReplaced() throws IOException {
        Replica made = create(0).publicPart();
        assertThat(ReplicaIdentity.load(folder.resolve("0"), 0).publicPart()).isEqualTo(made);
        assertThatThrownBy(() -> create(0)).isInstanceOf(IOException.class).hasMessageContaining("already holds");
    }

    @Test
    void aSetOfPublicPartsProvesItsKeys() throws Exception {
        assertThat(ReplicaKeys.of(Hash.ZERO, new ReplicaSet(0, members())).set().quorum()).isEqualTo(3);
    }

    @Test
    void aPublicPartThatTakesAnothersTlsKeyIsRefused() throws IOException {
        List<Replica> members = new ArrayList<>(members());
        Replica honest = members.get(3);
        members.set(3, new Replica(3, honest.voteKey(), Hash.sha256(new byte[] {1}), honest.cosignerKey(),
                honest.possession()));
        assertThatThrownBy(() -> ReplicaKeys.of(Hash.ZERO, new ReplicaSet(0, members)))
                .isInstanceOf(CertificateRejectedException.class)
                .hasMessageContaining("replica 3");
    }

    private List<Replica> members() throws IOException {
        return List.of(create(0).publicPart(), create(1).publicPart(), create(2).publicPart(), create(3).publicPart());
    }

    private ReplicaIdentity create(int index) throws IOException {
        return ReplicaIdentity.create(folder.resolve(Integer.toString(index)), index, new SecureRandom());
    }
}
