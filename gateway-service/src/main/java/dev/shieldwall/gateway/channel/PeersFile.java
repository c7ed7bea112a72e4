package dev.shieldwall.gateway.channel;

import dev.shieldwall.crypto.signature.Ed25519PublicKey;
import dev.shieldwall.crypto.signature.KeyRejectedException;
import dev.shieldwall.transport.channel.core.AllowList;
import dev.shieldwall.transport.channel.core.ComponentName;
import dev.shieldwall.transport.channel.core.PeerIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Who may open a channel: in each line a name and an Ed25519 key in hex, with a space between. Lines that are empty or
 * begin with {@code #} say nothing. A file that is not there allows nobody.
 */
record PeersFile(Path file) {

    static final int MAX_BYTES = 1 << 20;
    private static final Set<PosixFilePermission> OF_OTHERS =
            Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    /**
     * What the file says, byte for byte, to see that it changed.
     *
     * @throws IOException also where others than its owner may write it, or it is not known whether it is there
     */
    String read() throws IOException {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (permissions.removeAll(OF_OTHERS)) {
                throw new IOException("others than its owner may write " + file + "; run: chmod go-w " + file);
            }
            return bounded();
        } catch (NoSuchFileException _) {
            return "";
        }
    }

    /** The size that a file claims is not asked: a device has none and no end. */
    private String bounded() throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(MAX_BYTES + 1);
            if (content.length > MAX_BYTES) {
                throw new IOException(file + " is longer than " + MAX_BYTES + " bytes");
            }
            return new String(content, StandardCharsets.UTF_8);
        }
    }

    AllowList parse(String text) throws IOException {
        var peers = new ArrayList<PeerIdentity>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                peers.add(peer(line, i + 1));
            }
        }
        return AllowList.of(peers);
    }

    private PeerIdentity peer(String line, int number) throws IOException {
        String[] words = line.split("\\s+");
        try {
            if (words.length == 2) {
                return new PeerIdentity(
                        new ComponentName(words[0]), Ed25519PublicKey.of(HexFormat.of().parseHex(words[1])));
            }
        } catch (IllegalArgumentException | KeyRejectedException e) {
            throw new IOException(file + ", line " + number + ": not a name and an Ed25519 key in hex", e);
        }
        throw new IOException(file + ", line " + number + ": not a name and an Ed25519 key in hex");
    }
}
