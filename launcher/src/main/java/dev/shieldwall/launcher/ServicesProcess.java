package dev.shieldwall.launcher;

import dev.shieldwall.launcher.services.SiblingServices;
import dev.shieldwall.service.memory.OldGeneration;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;

/** The process of the services: {@code ServicesProcess CONFIG}, where CONFIG holds a property file for each. */
public final class ServicesProcess {

    private ServicesProcess() {}

    public static void main(String[] arguments) throws InterruptedException {
        OldGeneration.watch();
        try {
            SiblingServices services = SiblingServices.start(Path.of(arguments[0]));
            Runtime.getRuntime().addShutdownHook(new Thread(services::close, "close"));
        } catch (ExecutionException e) {
            e.printStackTrace();
            System.exit(1); // threads of the siblings that did start would keep the JVM
        }
    }
}
