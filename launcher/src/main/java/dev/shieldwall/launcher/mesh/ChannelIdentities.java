package dev.shieldwall.launcher.mesh;

import dev.shieldwall.launcher.folder.FolderLock;
import dev.shieldwall.launcher.folder.PrivateFile;
import dev.shieldwall.launcher.folder.Refusal;
import dev.shieldwall.transport.channel.ChannelClient;
import dev.shieldwall.transport.channel.ChannelConfiguration;
import dev.shieldwall.transport.channel.IdentityFile;
import dev.shieldwall.transport.channel.core.AllowList;
import dev.shieldwall.transport.channel.core.ChannelSuite;
import dev.shieldwall.transport.channel.core.ClientHandshake;
import dev.shieldwall.transport.channel.core.ComponentName;
import dev.shieldwall.transport.channel.core.LocalIdentity;
import dev.shieldwall.transport.channel.core.PeerIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/** The folder in which the gateway of a mesh on this machine keeps its identity and the list of who may talk to it. */
public record ChannelIdentities(Path folder) {

    public static final ComponentName GATEWAY = new ComponentName("gateway");

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Makes an identity of that name if there is none, and lists it; true if it was not listed. */
    public boolean admit(ComponentName name) throws IOException, InterruptedException {
        LocalIdentity identity = IdentityFile.loadOrCreate(folder, name, new SecureRandom());
        try (FolderLock _ = FolderLock.take(folder.resolve("peers.lock"), PATIENCE)
                .orElseThrow(() -> new Refusal("somebody else has been changing who may open a channel for too long"))) {
            return list(name, identity);
        }
    }

    private boolean list(ComponentName name, LocalIdentity identity) throws IOException {
        Path peers = folder.resolve("peers");
        String line = name + " " + HexFormat.of().formatHex(identity.key().bytes());
        String listed = Files.exists(peers) ? Files.readString(peers, StandardCharsets.UTF_8) : "";
        if (listed.lines().anyMatch(line::equals)) {
            return false;
        }
        PrivateFile.write(peers, listed + (listed.isEmpty() || listed.endsWith("\n") ? "" : "\n") + line + "\n");
        return true;
    }

    /** Of that identity, which was admitted; speaks to the gateway of this folder and to no other. */
    public ChannelClient client(ComponentName name) throws IOException {
        var gateway = new PeerIdentity(GATEWAY, IdentityFile.load(folder, GATEWAY).key());
        var party = new ClientHandshake.Party(IdentityFile.load(folder, name), GATEWAY, AllowList.of(gateway));
        return new ChannelClient(party, List.of(ChannelSuite.HYBRID), ChannelConfiguration.DEFAULT);
    }
}
