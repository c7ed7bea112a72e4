package dev.shieldwall.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.transport.asoc.Inbox;
import dev.shieldwall.transport.asoc.core.NodeId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceivedFilesTest {

    private static final NodeId PEER = NodeId.parse("00000000-0000-0000-0000-000000000001");

    private static final NodeId OTHER = NodeId.parse("00000000-0000-0000-0000-000000000002");

    @TempDir
    Path folder;

    private final List<Path> whole = new ArrayList<>();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    private static final Holdings.Most MANY = new Holdings.Most(1_000, 1_000_000);

    private Inbox files() throws IOException {
        return files(folder, MANY, MANY);
    }

    private Inbox files(Path into, Holdings.Most perPeer, Holdings.Most inAll) throws IOException {
        return new ReceivedFiles(new Holdings(into, perPeer, inAll), 10,
                new PrintStream(said, true, StandardCharsets.UTF_8), whole::add);
    }

    private static ByteBuffer bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return ByteBuffer.wrap(bytes);
    }

    @Test
    void streamsInterleaveAndAreThereWhenTheyAreWhole() throws IOException {
        Inbox.Receiver peer = files().connected(PEER);
        peer.data(1, bytes(1));
        peer.data(3, bytes(3));
        peer.data(1, bytes(2));
        assertThat(whole).isEmpty();
        peer.end(3);
        peer.end(1);
        peer.end(5);
        assertThat(whole).hasSize(3);
        assertThat(whole.get(0)).hasBinaryContent(new byte[] {3});
        assertThat(whole.get(1)).hasBinaryContent(new byte[] {1, 2});
        assertThat(whole.get(2)).isEmptyFile();
    }

    @Test
    void whatIsBrokenOffLeavesNothing() throws IOException {
        Inbox.Receiver peer = files().connected(PEER);
        peer.data(1, bytes(1));
        peer.closed();
        assertThat(folder).isEmptyDirectory();
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("broken off");
    }

    @Test
    void noFileIsOverwritten() throws IOException {
        Path taken = Files.write(folder.resolve(PEER + "-1"), new byte[] {9});
        Files.write(folder.resolve(PEER + "-2.part"), new byte[] {9});
        Inbox.Receiver peer = files().connected(PEER);
        peer.data(1, bytes(1));
        peer.end(1);
        assertThat(taken).hasBinaryContent(new byte[] {9});
        assertThat(whole).containsExactly(folder.resolve(PEER + "-3"));
    }

    @Test
    void tenBytesAreTakenAndElevenAreNot() throws IOException {
        Inbox.Receiver peer = files().connected(PEER);
        peer.data(1, bytes(1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
        peer.end(1);
        assertThat(whole).hasSize(1);
        peer.data(3, bytes(1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
        assertThatThrownBy(() -> peer.data(3, bytes(11))).isInstanceOf(IOException.class);
    }

    @Test
    void sixteenStreamsAtATimeAreTakenAndSeventeenAreNot() throws IOException {
        Inbox.Receiver peer = files().connected(PEER);
        for (int i = 0; i < ReceivedFiles.MAX_OPEN; i++) {
            peer.data(i, bytes(1));
        }
        assertThatThrownBy(() -> peer.data(100, bytes(1))).isInstanceOf(IOException.class);
        peer.end(0);
        peer.data(100, bytes(1));
    }

    /** A full device is refused by the kernel, as a full disk is. */
    @Test
    void aDiskThatTakesNothingEndsTheStreamAndSaysSo() throws IOException {
        Files.createSymbolicLink(folder.resolve("full"), Path.of("/dev/full"));
        Inbox.Receiver peer = files(Path.of("/proc/self/fdinfo"), MANY, MANY).connected(PEER);
        assertThatThrownBy(() -> peer.data(1, bytes(1))).isInstanceOf(IOException.class);
        assertThat(whole).isEmpty();
    }

    @Test
    void onlyTheOwnerReadsWhatCameAndWhatIsOnItsWay() throws IOException {
        Path made = folder.resolve("made/for it");
        Inbox.Receiver peer = files(made, MANY, MANY).connected(PEER);
        peer.data(1, bytes(1));
        peer.data(3, bytes(1));
        peer.end(3);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made))).isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made.getParent()))).isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(made)) {
            assertThat(files).hasSize(2).allSatisfy(file -> assertThat(
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------"));
        }
    }

    /** Somebody has made a file of that name meanwhile; nothing else can be wrong so late without a broken disk. */
    @Test
    void whatCannotBeNamedLeavesNothing() throws IOException {
        Inbox.Receiver peer = files().connected(PEER);
        peer.data(1, bytes(1));
        Path taken = Files.write(folder.resolve(PEER + "-1"), new byte[] {9});
        assertThatThrownBy(() -> peer.end(1)).isInstanceOf(IOException.class);
        peer.closed();
        assertThat(whole).isEmpty();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(taken);
        }
    }

    @Test
    void aPeerFillsItsShareAndNotAByteMore() throws IOException {
        Inbox files = files(folder, new Holdings.Most(100, 12), MANY);
        Inbox.Receiver peer = files.connected(PEER);
        peer.data(1, bytes(1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
        peer.end(1);
        peer.data(3, bytes(1, 2));
        assertThatThrownBy(() -> peer.data(3, bytes(3))).isInstanceOf(IOException.class).hasMessageContaining("share");
        peer.closed();
        Inbox.Receiver again = files.connected(PEER);
        again.data(1, bytes(1, 2)); // what was dropped counts no more
        Inbox.Receiver other = files.connected(OTHER);
        other.data(1, bytes(1, 2, 3));
        other.end(1);
        assertThat(whole).hasSize(2);
    }

    @Test
    void aPeerHasSoManyFilesAndNotOneMoreUntilOneIsTakenAway() throws IOException {
        Inbox files = files(folder, new Holdings.Most(2, 100), MANY);
        Inbox.Receiver peer = files.connected(PEER);
        peer.end(1);
        peer.end(3); // empty files cost too
        assertThatThrownBy(() -> peer.end(5)).isInstanceOf(IOException.class);
        files.connected(OTHER).end(1);
        Files.delete(whole.getFirst());
        peer.end(7);
        assertThatThrownBy(() -> peer.end(9)).isInstanceOf(IOException.class);
        assertThat(whole).hasSize(4);
    }

    @Test
    void allPeersTogetherHaveAShareTooAndWhatIsThereCounts() throws IOException {
        files().connected(PEER).end(1);
        Files.write(folder.resolve("of the user"), new byte[1_000]);
        Inbox files = files(folder, MANY, new Holdings.Most(3, 10));
        files.connected(OTHER).end(1);
        Inbox.Receiver peer = files.connected(PEER);
        peer.data(1, bytes(1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
        assertThatThrownBy(() -> peer.data(1, bytes(11))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> files.connected(OTHER).end(3)).isInstanceOf(IOException.class);
        peer.closed();
        files.connected(OTHER).end(5);
    }
}
