package dev.shieldwall.launcher.mesh;

import dev.shieldwall.launcher.folder.DataFolder;
import dev.shieldwall.launcher.folder.PortBlock;
import dev.shieldwall.launcher.folder.PrivateFile;
import dev.shieldwall.launcher.postgres.PostgresCluster;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Writes what each component must know into a property file of its own, mode 0600 because it holds the component's
 * database password; nothing secret stands on a command line.
 */
record ComponentConfig(DataFolder data, PortBlock ports, int replicas) {

    static String replicaSchema(int replica) {
        return "replica_" + replica;
    }

    void write() throws IOException {
        for (int replica = 0; replica < replicas; replica++) {
            write(MeshPlan.replicaName(replica), replica(replica));
        }
        write("identity", service("identity", ports.identity()));
        write("capability", service("capability", ports.capability()));
        write("session", service("session", ports.session()));
        write("audit", service("audit", ports.audit()));
        PrivateFile.folder(data.channels());
        write("gateway", gateway());
    }

    private Map<String, String> replica(int replica) throws IOException {
        Map<String, String> config = component(ports.replicaHttp(replica));
        config.putAll(database(replicaSchema(replica)));
        config.put("shieldwall.replica.index", Integer.toString(replica));
        config.put("shieldwall.replica.folder", data.replica(replica).toString());
        config.put("shieldwall.replica.peer-port", Integer.toString(ports.replicaPeer(replica)));
        for (int peer = 0; peer < replicas; peer++) {
            config.put("shieldwall.replica.peers[" + peer + "]", "127.0.0.1:" + ports.replicaPeer(peer));
        }
        return config;
    }

    private Map<String, String> service(String name, int port) throws IOException {
        Map<String, String> config = component(port);
        config.putAll(database(name));
        return config;
    }

    private Map<String, String> gateway() {
        Map<String, String> config = component(ports.gateway());
        config.put("shieldwall.services.identity", MeshPlan.local(ports.identity(), "").toString());
        config.put("shieldwall.services.capability", MeshPlan.local(ports.capability(), "").toString());
        config.put("shieldwall.services.session", MeshPlan.local(ports.session(), "").toString());
        config.put("shieldwall.services.audit", MeshPlan.local(ports.audit(), "").toString());
        config.put("shieldwall.gateway.channel.folder", data.channels().toString());
        return config;
    }

    private Map<String, String> component(int port) {
        var config = new TreeMap<String, String>();
        config.put("server.address", "127.0.0.1");
        config.put("server.port", Integer.toString(port));
        config.put("shieldwall.genesis", data.genesis().toString());
        for (int replica = 0; replica < replicas; replica++) {
            config.put(
                    "shieldwall.replicas[" + replica + "]",
                    MeshPlan.local(ports.replicaHttp(replica), "").toString());
        }
        return config;
    }

    private Map<String, String> database(String role) throws IOException {
        return Map.of(
                "spring.datasource.url",
                "jdbc:postgresql://127.0.0.1:" + ports.postgres() + "/" + PostgresCluster.DATABASE,
                "spring.datasource.username",
                role,
                "spring.datasource.password",
                PrivateFile.read(data.databasePassword(role)),
                "shieldwall.schema",
                role);
    }

    private void write(String name, Map<String, String> config) throws IOException {
        String text = config.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue().replace("\\", "\\\\"))
                .collect(Collectors.joining("\n", "", "\n"));
        PrivateFile.write(data.config().resolve(name + ".properties"), text);
    }
}
