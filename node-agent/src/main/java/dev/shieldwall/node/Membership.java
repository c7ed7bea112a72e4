package dev.shieldwall.node;

import dev.shieldwall.crypto.signature.Ed25519PublicKey;
import dev.shieldwall.crypto.signature.KeyRejectedException;
import dev.shieldwall.transport.asoc.core.NodeId;
import dev.shieldwall.transport.asoc.core.Trust;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options by which a node joins a cluster. */
final class Membership {

    /** The port of the reference's discovery. */
    private static final int DISCOVERY_PORT = 9_999;

    @Option(names = "--home", paramLabel = "HOME", required = true,
            description = "folder with the node's id, identity key and cluster key (default: data-node in the checkout)")
    private Path home = Path.of("data-node");

    @Option(names = "--cluster-key", paramLabel = "FILE",
            description = "file with the key that all nodes of the cluster share (default: cluster-key in the home)")
    private @Nullable Path clusterKey;

    @Option(names = "--community", paramLabel = "NAME", defaultValue = "shieldwall",
            description = "name of the cluster, which everybody may know (default: ${DEFAULT-VALUE})")
    private String community = "";

    @Option(names = "--listen", paramLabel = "ADDRESS", defaultValue = "127.0.0.1",
            description = "own address to listen on (default: ${DEFAULT-VALUE})")
    private String address = "";

    @Option(names = "--port", paramLabel = "N", defaultValue = "9000",
            description = "own port; 0 takes any (default: ${DEFAULT-VALUE})")
    private int port;

    @Option(names = "--peer", paramLabel = "ID@HOST:PORT", converter = PeerConverter.class,
            description = "a node to stay connected with; may be given more than once")
    private List<PeerAddress> peers = List.of();

    @Option(names = "--pin", paramLabel = "ID=KEY",
            description = "identity key of a node, in hexadecimal; with it nothing but the sealed extension is spoken")
    private Map<String, String> pins = Map.of();

    @Option(names = "--allow-old-protocol",
            description = "also speak with nodes that know the old protocol only: nothing protects it after its greeting, "
                    + "and whoever recorded a greeting can use it elsewhere")
    private boolean oldProtocolAllowed;

    @Option(names = "--discover", paramLabel = "ADDRESS", arity = "0..1", fallbackValue = "255.255.255.255",
            description = "find nodes by UDP port 9999 and announce this one to that address (default: "
                    + "${FALLBACK-VALUE}, the own network)")
    private @Nullable String discover;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    static final class PeerConverter implements picocli.CommandLine.ITypeConverter<PeerAddress> {

        @Override
        public PeerAddress convert(String text) {
            return PeerAddress.parse(text);
        }
    }

    NodeHome home() throws IOException {
        return new NodeHome(home);
    }

    Path clusterKeyFile() throws IOException {
        return clusterKey != null ? clusterKey : home().clusterKeyFile();
    }

    String community() {
        return community;
    }

    InetSocketAddress own() {
        if (port < 0 || port > 65_535) {
            throw wrong("--port is 0 to 65535, not " + port);
        }
        return resolved("--listen", address, port);
    }

    private InetSocketAddress resolved(String option, String host, int itsPort) {
        var found = new InetSocketAddress(host, itsPort);
        if (found.isUnresolved()) {
            throw wrong(option + " needs an address or the name of a host, not " + host);
        }
        return found;
    }

    List<PeerAddress> peers() {
        return peers;
    }

    /** Where to announce; empty without discovery. */
    List<InetSocketAddress> discovery() {
        return discover == null ? List.of() : List.of(resolved("--discover", discover, DISCOVERY_PORT));
    }

    Trust trust() {
        var pinned = new HashMap<NodeId, Ed25519PublicKey>();
        pins.forEach((id, key) -> pinned.put(node(id), key(key)));
        return new Trust(
                oldProtocolAllowed ? Trust.Policy.LEGACY_ALLOWED : Trust.Policy.EXTENSION_REQUIRED, pinned, Set.of());
    }

    private ParameterException wrong(String what) {
        return new ParameterException(Objects.requireNonNull(command, "not in a command").commandLine(), what);
    }

    private NodeId node(String id) {
        try {
            return NodeId.parse(id);
        } catch (IllegalArgumentException e) {
            throw wrong("--pin needs a node id (a UUID), not " + id);
        }
    }

    private Ed25519PublicKey key(String hex) {
        try {
            return Ed25519PublicKey.of(HexFormat.of().parseHex(hex));
        } catch (IllegalArgumentException | KeyRejectedException e) {
            throw wrong("--pin needs an Ed25519 key of 64 hexadecimal digits");
        }
    }
}
