package dev.shieldwall.launcher.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

    @TempDir
    Path parent;

    private DataFolder data() {
        return new DataFolder(parent.resolve("data"));
    }

    @Test
    void thePortBaseIsRememberedUntilAnotherIsAskedFor() throws IOException {
        data().open(OptionalInt.of(21_000));
        data().open(OptionalInt.empty());
        assertThat(data().ports().base()).isEqualTo(21_000);
        data().open(OptionalInt.of(22_000));
        assertThat(data().ports().base()).isEqualTo(22_000);
        assertThat(new DataFolder(parent.resolve("other")).ports().base()).isEqualTo(PortBlock.DEFAULT_BASE);
    }

    @Test
    void thePortBaseHasBounds() {
        assertThat(new PortBlock(PortBlock.LOWEST).base()).isEqualTo(PortBlock.LOWEST);
        assertThat(new PortBlock(PortBlock.HIGHEST).replicaPeer(PortBlock.MOST_REPLICAS - 1)).isEqualTo(65_535);
        assertThatThrownBy(() -> new PortBlock(PortBlock.LOWEST - 1)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> new PortBlock(PortBlock.HIGHEST + 1)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> new PortBlock(18_080).replicaHttp(PortBlock.MOST_REPLICAS))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aFolderOfAnotherVersionIsRefusedAndLeftAlone() throws IOException {
        data().open(OptionalInt.empty());
        Path description = data().root().resolve("mesh.properties");
        for (String other : List.of("99", "1")) { // in format 1 the key of a principal had another file name
            Files.writeString(description, "format=" + other + "\n");
            assertThatThrownBy(() -> data().open(OptionalInt.empty()))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("another version")
                    .hasMessageContaining("data format " + other + ",");
            assertThat(description).hasContent("format=" + other);
        }
    }

    @Test
    void aFolderOfSomebodyElseIsRefused() throws IOException {
        Files.createDirectory(data().root());
        Files.writeString(data().root().resolve("letters.txt"), "dear");
        assertThatThrownBy(() -> data().open(OptionalInt.empty())).hasMessageContaining("not a data folder");
        assertThatThrownBy(() -> data().deleteData()).hasMessageContaining("not a data folder");
        assertThat(data().root().resolve("letters.txt")).exists();
    }

    @Test
    void deletingTakesEverythingButThePrograms() throws IOException {
        data().open(OptionalInt.empty());
        Files.writeString(data().dist().resolve("program.jar"), "code");
        Files.createDirectories(data().postgres().resolve("data"));
        Files.writeString(data().genesis(), "{}");
        data().deleteData();
        try (var left = Files.list(data().root())) {
            assertThat(left).containsExactly(data().dist());
        }
        data().open(OptionalInt.empty());
    }

    @Test
    void deletingKeepsWhatNoMeshPutThere() throws IOException {
        data().open(OptionalInt.empty());
        Path own = Files.createDirectory(data().root().resolve("my-receipts"));
        Files.writeString(own.resolve("receipt.json"), "{}");
        Path elsewhere = Files.createDirectory(parent.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("letters.txt"), "dear");
        Files.createSymbolicLink(data().logs().resolve("link"), elsewhere);

        assertThat(data().deleteData()).containsExactly(own);
        assertThat(own.resolve("receipt.json")).exists();
        assertThat(elsewhere.resolve("letters.txt")).as("a link is deleted, not what it points to").exists();
        try (var left = Files.list(data().root())) {
            assertThat(left).containsExactlyInAnyOrder(data().dist(), own);
        }
    }

    @Test
    void onlyTheOwnerReadsSecrets() throws IOException {
        data().open(OptionalInt.empty());
        assertThat(Files.getPosixFilePermissions(data().controlToken()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.getPosixFilePermissions(data().root()))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(PrivateFile.read(data().controlToken())).hasSize(43);

        Files.setPosixFilePermissions(data().controlToken(), PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> PrivateFile.read(data().controlToken())).hasMessageContaining("chmod 600");
    }

    @Test
    void onlyOneHoldsTheLock() throws IOException {
        data().open(OptionalInt.empty());
        try (var _ = FolderLock.take(data()).orElseThrow()) {
            assertThat(FolderLock.take(data())).isEmpty();
        }
        FolderLock.take(data()).orElseThrow().close();
    }
}
