package dev.shieldwall.node;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "receive", mixinStandardHelpOptions = true, description = "Waits for one file, keeps it and ends.")
final class ReceiveCommand implements Callable<Integer> {

    private final PrintStream out;

    @Mixin
    private Membership membership = new Membership();

    @Mixin
    private Reception reception = new Reception();

    @Option(names = "--wait", paramLabel = "SECONDS", defaultValue = "3600",
            description = "give up after that long (default: ${DEFAULT-VALUE})")
    private int waitSeconds;

    ReceiveCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var first = new ArrayBlockingQueue<Path>(1);
        try (var node = new JoinedNode(
                membership, JoinedNode.Role.LISTENING, reception.files(out, first::offer), new EventLines(out))) {
            out.println("node " + node.who().id() + " waits for a file on " + node.address().orElseThrow());
            Path file = first.poll(waitSeconds, TimeUnit.SECONDS);
            if (file == null) {
                throw new IOException("no file came within " + waitSeconds + " s");
            }
            out.println(file);
        }
        return 0;
    }
}
