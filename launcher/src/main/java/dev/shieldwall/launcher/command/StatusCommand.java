package dev.shieldwall.launcher.command;

import dev.shieldwall.launcher.folder.DataFolder;
import dev.shieldwall.launcher.process.ProcessStatus;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** A table of the processes. Memory is proportional (PSS), so that the sum is what the mesh takes from the machine. */
public final class StatusCommand implements Command {

    private static final String ROW = "%-12s %8s %6s  %-12s %8s  %-10s %10s%n";
    private static final int KIB_PER_MIB = 1024;

    @Override
    public String name() {
        return "status";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.data().checkFormat();
        if (!Running.on(invocation.data())) {
            invocation.out().println(notRunning(invocation.data()));
            return NOT_RUNNING;
        }
        invocation.out().print(table(Running.status(invocation.data())));
        return OK;
    }

    private static String notRunning(DataFolder data) throws IOException {
        List<String> left = data.exists() ? Running.leftBehind(data) : List.of();
        return left.isEmpty()
                ? "no mesh is running on " + data.root()
                : "no supervisor is running on " + data.root() + ", but what it left behind is: " + String.join(", ", left)
                        + "; ./shieldwall up starts the mesh again, ./shieldwall down ends them";
    }

    static String table(List<ProcessStatus> processes) {
        var table = new StringBuilder();
        table.append(ROW.formatted("process", "pid", "port", "role", "height", "health", "memory"));
        for (ProcessStatus process : processes) {
            table.append(ROW.formatted(
                    process.name(),
                    process.pid() == 0 ? "-" : process.pid(),
                    process.port(),
                    process.role().isEmpty() ? "-" : process.role(),
                    process.height() < 0 ? "-" : process.height(),
                    process.state().name().toLowerCase(Locale.ROOT),
                    mebibytes(process.memoryKib())));
        }
        long sum = processes.stream().mapToLong(ProcessStatus::memoryKib).sum();
        return table.append(ROW.formatted("all", "", "", "", "", "", mebibytes(sum))).toString();
    }

    private static String mebibytes(long kib) {
        return kib / KIB_PER_MIB + " MiB";
    }
}
