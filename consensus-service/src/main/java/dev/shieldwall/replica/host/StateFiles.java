package dev.shieldwall.replica.host;

import dev.shieldwall.ledger.LedgerState;
import dev.shieldwall.model.proof.StateEntry;
import dev.shieldwall.model.block.BlockHeader;
import dev.shieldwall.model.block.CertificateRejectedException;
import dev.shieldwall.model.block.QuorumCertificate;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.CborCodec;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.codec.MalformedException;
import dev.shieldwall.replica.store.SnapshotFiles;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;

/**
 * Snapshots of the ledger's state: a certified header and every entry. Read back only if they make the same root. Busy
 * replicas write all of a large state every few seconds, so an entry is its plain bytes.
 *
 * <pre>
 * body   entry* | 0, 4 bytes
 * entry  length of key and value 4 | key 32 | value, CBOR
 * </pre>
 */
final class StateFiles {

    private static final CborCodec<Certified> CERTIFIED = CborCodec.of(Certified.class);
    private static final int MAX_ENTRY_BYTES = 1 << 20;

    private final SnapshotFiles files;
    private final Committee committee;

    private record Certified(BlockHeader header, QuorumCertificate certificate) {}

    StateFiles(Path folder, Committee committee) {
        this.files = new SnapshotFiles(folder);
        this.committee = committee;
    }

    /** Makes the state of {@code head}, which is not genesis, durable. */
    void write(Head head) throws IOException {
        Certified certified =
                new Certified(Objects.requireNonNull(head.header()), Objects.requireNonNull(head.certificate()));
        files.write(head.height(), CERTIFIED.encode(certified), body -> {
            DataOutputStream out = new DataOutputStream(body);
            for (Iterator<StateEntry> entries = head.state().entries(); entries.hasNext(); ) {
                StateEntry entry = entries.next();
                out.writeInt(Hash.BYTES + entry.value().size());
                out.write(entry.key().unsafeArray());
                out.write(entry.value().unsafeArray());
            }
            out.writeInt(0);
        });
    }

    /** The newest snapshot up to a height that is whole and certified. */
    Optional<Head> readNewest(long upTo) throws IOException {
        return files.readNewest(upTo, this::read).map(SnapshotFiles.Snapshot::state);
    }

    /** Height of the newest snapshot up to a height, whole or not, as its name says; 0 when there is none. */
    long newestHeight(long upTo) throws IOException {
        return files.heights().stream().filter(height -> height <= upTo).findFirst().orElse(0L);
    }

    private Head read(long height, byte[] header, InputStream body) throws IOException {
        try {
            Certified certified = CERTIFIED.decode(header);
            if (certified.header().height() != height) {
                throw new IOException("the header is that of height " + certified.header().height());
            }
            committee.keys().verifyCommit(certified.header(), certified.certificate());
            LedgerState state = LedgerState.load(new Entries(new DataInputStream(body)));
            if (!state.root().equals(certified.header().stateRoot())) {
                throw new IOException("the entries do not make the certified root");
            }
            return new Head(state, certified.header(), certified.certificate());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (MalformedException | CertificateRejectedException | IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static final class Entries implements Iterator<StateEntry> {

        private final DataInputStream in;
        private int nextBytes;

        Entries(DataInputStream in) throws IOException {
            this.in = in;
            this.nextBytes = length();
        }

        @Override
        public boolean hasNext() {
            return nextBytes > 0;
        }

        @Override
        public StateEntry next() {
            if (nextBytes == 0) {
                throw new NoSuchElementException();
            }
            try {
                byte[] key = in.readNBytes(Hash.BYTES);
                byte[] value = in.readNBytes(nextBytes - Hash.BYTES);
                nextBytes = length();
                return new StateEntry(new Hash(Bytes.wrap(key)), Bytes.wrap(value));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private int length() throws IOException {
            int bytes = in.readInt();
            if (bytes != 0 && (bytes < Hash.BYTES || bytes > MAX_ENTRY_BYTES)) {
                throw new IOException("an entry of " + bytes + " bytes");
            }
            return bytes;
        }
    }
}
