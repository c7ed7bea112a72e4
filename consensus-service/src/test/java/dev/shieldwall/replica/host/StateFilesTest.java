package dev.shieldwall.replica.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.ledger.LedgerState;
import dev.shieldwall.model.block.BlockHeader;
import dev.shieldwall.model.block.QuorumCertificate;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.CborCodec;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.proof.StateEntry;
import dev.shieldwall.replica.store.SnapshotFiles;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots whose sums are right, and whose entries somebody else has written. */
class StateFilesTest {

    private static final CborCodec<Certified> CERTIFIED = CborCodec.of(Certified.class);
    private static final long HEIGHT = 3;
    private static final int KEY_BYTES = 32;

    @TempDir
    Path folder;

    private TestLedger ledger;
    private StateFiles files;

    /** As {@link StateFiles} encodes it. */
    private record Certified(BlockHeader header, QuorumCertificate certificate) {}

    @FunctionalInterface
    private interface Body {
        void writeTo(DataOutputStream out) throws IOException;
    }

    @BeforeEach
    void threeBlocks() throws Exception {
        ledger = new TestLedger(folder);
        files = new StateFiles(folder.resolve("snapshots"), Committee.of(ledger.genesis, 0));
        for (int i = 0; i < HEIGHT; i++) {
            ledger.decide(ledger.callers.session());
        }
    }

    @AfterEach
    void closeLedger() {
        ledger.close();
    }

    @Test
    void whatWasWrittenIsReadAgain() throws IOException {
        files.write(ledger.head());
        isTheCertifiedState();
    }

    @Test
    void theBytesAreThoseOfFormatThree() throws IOException {
        write(HEIGHT, out -> {
            for (StateEntry entry : entries()) {
                out.writeInt(KEY_BYTES + entry.value().size());
                out.write(entry.key().value().toArray());
                out.write(entry.value().toArray());
            }
            out.writeInt(0);
        });
        isTheCertifiedState();
    }

    @Test
    void theOrderOfTheEntriesMeansNothing() throws IOException {
        write(HEIGHT, out -> {
            for (StateEntry entry : entries().reversed()) {
                put(out, entry);
            }
            out.writeInt(0);
        });
        isTheCertifiedState();
    }

    @Test
    void aLengthThatNoEntryHasIsRefusedBeforeItCostsMemory() throws IOException {
        for (int length : new int[] {-1, 1, 31, (1 << 20) + 1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            for (int before : new int[] {0, 1, entries().size()}) {
                write(HEIGHT, out -> {
                    for (StateEntry entry : entries().subList(0, before)) {
                        put(out, entry);
                    }
                    out.writeInt(length);
                });
                assertThat(read()).as("%d after %d entries", length, before).isEmpty();
            }
        }
    }

    /** Certified states that have such an entry, which is one no command can make. */
    @Test
    void theShortestAndTheLongestEntryAreReadAndOneLongerIsNot() throws Exception {
        for (int length : new int[] {KEY_BYTES, 1 << 20, (1 << 20) + 1}) {
            List<StateEntry> entries = entries();
            entries.add(new StateEntry(Hash.sha256(new byte[] {1}), Bytes.wrap(new byte[length - KEY_BYTES])));
            Head head = ledger.certified(LedgerState.load(entries.iterator()));
            files.write(head);
            assertThat(read().map(found -> found.state().root())).as("%d bytes", length)
                    .isEqualTo(length > 1 << 20 ? Optional.empty() : Optional.of(head.state().root()));
        }
    }

    @Test
    void entriesThatEndTooEarlyAreRefused() throws IOException {
        byte[] whole = body(out -> {
            putAll(out);
            out.writeInt(0);
        });
        for (int length = 0; length < whole.length; length += 7) {
            int kept = length;
            write(HEIGHT, out -> out.write(whole, 0, kept));
            assertThat(read()).as("%d of %d bytes", kept, whole.length).isEmpty();
        }
    }

    @Test
    void anyChangedByteIsRefusedOrChangesNothing() throws IOException {
        byte[] whole = body(out -> {
            putAll(out);
            out.writeInt(0);
        });
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            byte[] garbled = whole.clone();
            int at = random.nextInt(whole.length);
            garbled[at] ^= (byte) (1 + random.nextInt(255));
            write(HEIGHT, out -> out.write(garbled));
            assertThat(anotherRoot()).as("seed %d, byte %d", seed, at).isEmpty();
        }
    }

    @Test
    void anEntryThatIsMissingIsRefused() throws IOException {
        List<StateEntry> entries = entries();
        for (int left = 0; left < entries.size(); left++) {
            int without = left;
            write(HEIGHT, out -> {
                for (int i = 0; i < entries.size(); i++) {
                    if (i != without) {
                        put(out, entries.get(i));
                    }
                }
                out.writeInt(0);
            });
            assertThat(read()).as("without entry %d", without).isEmpty();
        }
    }

    @Test
    void anEntryThatStandsTwiceIsRefusedOrChangesNothing() throws IOException {
        StateEntry twice = entries().getFirst();
        write(HEIGHT, out -> {
            put(out, twice);
            putAll(out);
            out.writeInt(0);
        });
        assertThat(anotherRoot()).isEmpty();
    }

    @Test
    void theSecondOfTwoValuesOfOneKeyNeverCountsForTheFirst() throws IOException {
        List<StateEntry> entries = entries();
        write(HEIGHT, out -> {
            putAll(out);
            put(out, new StateEntry(entries.getFirst().key(), entries.getLast().value()));
            out.writeInt(0);
        });
        assertThat(read()).isEmpty();
    }

    @Test
    void bytesBehindTheEndChangeNothing() throws IOException {
        write(HEIGHT, out -> {
            putAll(out);
            out.writeInt(0);
            out.write(new byte[1_000]);
        });
        isTheCertifiedState();
    }

    @Test
    void aStateUnderTheHeightOfAnotherIsPassedOver() throws IOException {
        for (long height : new long[] {HEIGHT - 1, HEIGHT + 1}) {
            write(height, out -> {
                putAll(out);
                out.writeInt(0);
            });
        }
        assertThat(read()).isEmpty();
    }

    private void isTheCertifiedState() throws IOException {
        Head head = read().orElseThrow();
        assertThat(head.state().root()).isEqualTo(ledger.state().root());
        assertThat(head.header()).isEqualTo(ledger.head().header());
        assertThat(head.certificate()).isEqualTo(ledger.head().certificate());
    }

    private Optional<Hash> anotherRoot() throws IOException {
        return read().map(head -> head.state().root()).filter(root -> !root.equals(ledger.state().root()));
    }

    private Optional<Head> read() throws IOException {
        return files.readNewest(Long.MAX_VALUE);
    }

    private List<StateEntry> entries() {
        List<StateEntry> entries = new ArrayList<>();
        ledger.state().entries().forEachRemaining(entries::add);
        return entries;
    }

    private void putAll(DataOutputStream out) throws IOException {
        for (StateEntry entry : entries()) {
            put(out, entry);
        }
    }

    private static void put(DataOutputStream out, StateEntry entry) throws IOException {
        out.writeInt(KEY_BYTES + entry.value().size());
        out.write(entry.key().value().toArray());
        out.write(entry.value().toArray());
    }

    private static byte[] body(Body body) throws IOException {
        var bytes = new ByteArrayOutputStream();
        body.writeTo(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    /** Under a header that is certified, with sums that are right. */
    private void write(long height, Body body) throws IOException {
        var certified = new Certified(
                Objects.requireNonNull(ledger.head().header()), Objects.requireNonNull(ledger.head().certificate()));
        new SnapshotFiles(folder.resolve("snapshots"))
                .write(height, CERTIFIED.encode(certified), out -> body.writeTo(new DataOutputStream(out)));
    }
}
