package dev.shieldwall.launcher.command;

import dev.shieldwall.launcher.demo.Demo;
import dev.shieldwall.launcher.demo.DemoMesh;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/** Tells the whole story on the running mesh. */
public final class DemoCommand implements Command {

    @Override
    public String name() {
        return "demo";
    }

    @Override
    public int run(Invocation invocation) throws IOException, InterruptedException {
        Options options = Options.parse(invocation.arguments(), Set.of(), Set.of("--examples", "--receipt"));
        options.none();
        Running.require(invocation.data());
        Path examples = Path.of(options.value("--examples").orElse("examples"));
        Path receipt = Path.of(options.value("--receipt").orElse("receipt.json"));
        new Demo(new DemoMesh(invocation.data()), examples, receipt, invocation.out()).run();
        return OK;
    }
}
