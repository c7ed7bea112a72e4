package dev.shieldwall.node;

import java.io.IOException;
import java.io.PrintStream;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "init", mixinStandardHelpOptions = true,
        description = "Makes id, identity key and cluster key where they are missing, and shows what others need.")
final class InitCommand implements Callable<Integer> {

    private final PrintStream out;

    @Mixin
    private Membership membership = new Membership();

    InitCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws IOException {
        NodeHome home = membership.home();
        out.println("node id       " + home.id());
        out.println("identity key  " + HexFormat.of().formatHex(home.identity().publicKey().bytes()));
        out.println("cluster key   in " + home.makeClusterKey() + "; every node of the cluster needs this file");
        out.println("others pin this node with --pin " + home.id() + "="
                + HexFormat.of().formatHex(home.identity().publicKey().bytes()));
        return 0;
    }
}
