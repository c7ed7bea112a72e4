package dev.shieldwall.launcher.mesh;

import dev.shieldwall.launcher.folder.DataFolder;
import dev.shieldwall.launcher.folder.Refusal;
import dev.shieldwall.launcher.postgres.PostgresCluster;
import dev.shieldwall.launcher.process.Journal;
import dev.shieldwall.launcher.process.Supervisor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;

/** What must be true before a mesh is started; each fault is told in one line. */
public final class Preflight {

    private Preflight() {}

    /** Ends what a killed supervisor left behind, then looks whether the ports are free. The caller holds the lock. */
    public static void check(MeshPlan plan, Journal journal) throws IOException {
        DataFolder data = plan.data();
        Supervisor.endOrphans(data.run(), plan.names(), Set.of(MeshPlan.POSTGRES), journal);
        boolean databaseRuns = PostgresCluster.leftOver(plan.postgresFolder()).isPresent();
        for (int port : plan.ports().all(plan.replicas())) {
            if (!(databaseRuns && port == plan.ports().postgres())) {
                checkFree(port);
            }
        }
    }

    static void checkFree(int port) {
        try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return;
        } catch (IOException e) {
            throw new Refusal("port " + port + " is taken by another program; choose another block with --port-base N");
        }
    }
}
