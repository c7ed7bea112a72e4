package dev.shieldwall.node;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "join", mixinStandardHelpOptions = true,
        description = "Takes part until it is interrupted: shows who comes and goes, and keeps every file that is sent.")
final class JoinCommand implements Callable<Integer> {

    private final PrintStream out;

    @Mixin
    private Membership membership = new Membership();

    @Mixin
    private Reception reception = new Reception();

    @Option(names = "--files", paramLabel = "N", defaultValue = "0", hidden = true,
            description = "end after so many files; 0 goes on")
    private int files;

    JoinCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var over = new CountDownLatch(Math.max(1, files));
        var received = reception.files(out, (Path _) -> {
            if (files > 0) {
                over.countDown();
            }
        });
        try (var node = new JoinedNode(membership, JoinedNode.Role.LISTENING, received, new EventLines(out))) {
            out.println("node " + node.who().id() + " of '" + membership.community() + "' listens on "
                    + node.address().orElseThrow());
            over.await();
        }
        return 0;
    }
}
