package dev.shieldwall.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.launcher.folder.DataFolder;
import dev.shieldwall.launcher.process.PidFile;
import dev.shieldwall.launcher.process.ProcessStatus;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The processes of a mesh as the operating system sees them, whatever its supervisor says. */
record MeshProcesses(Map<String, ProcessHandle> byName) {

    static MeshProcesses of(ScratchMesh mesh) throws IOException {
        var handles = new LinkedHashMap<String, ProcessHandle>();
        for (ProcessStatus process : mesh.status()) {
            handles.put(process.name(), ProcessHandle.of(process.pid()).orElseThrow());
        }
        return new MeshProcesses(handles);
    }

    ProcessHandle named(String name) {
        return Objects.requireNonNull(byName.get(name), name);
    }

    /** SIGKILL, seen through. */
    void kill(String name) throws Exception {
        named(name).destroyForcibly();
        named(name).onExit().get(10, TimeUnit.SECONDS);
    }

    /** Hears no signal any more, except SIGKILL. */
    void freeze(String name) throws IOException, InterruptedException {
        String pid = Long.toString(named(name).pid());
        assertThat(new ProcessBuilder("kill", "-STOP", pid).start().waitFor()).isZero();
    }

    List<String> living() {
        return byName.entrySet().stream()
                .filter(process -> PidFile.runs(process.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * How often each program of this data folder runs on this machine: of a replica and of the services the command
     * line names their configuration, of PostgreSQL its data, of the supervisor the folder.
     */
    static Map<String, Long> running(DataFolder data, int replicas) {
        var signs = new LinkedHashMap<String, String>();
        for (int replica = 0; replica < replicas; replica++) {
            signs.put("replica-" + replica, data.config().resolve("replica-" + replica + ".properties").toString());
        }
        signs.put("services", "ServicesProcess " + data.config());
        signs.put("supervisor", "SupervisorProcess " + data.root());
        signs.put("postgres", "-D " + data.postgres());
        List<String> commandLines = ProcessHandle.allProcesses()
                .flatMap(process -> process.info().commandLine().stream())
                .toList();
        return signs.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        sign -> commandLines.stream().filter(line -> line.contains(sign.getValue())).count()));
    }
}
