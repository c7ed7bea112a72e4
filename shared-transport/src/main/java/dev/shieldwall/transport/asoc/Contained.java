package dev.shieldwall.transport.asoc;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** One round of a loop on which others depend: whatever it throws is logged, and the loop goes on. */
final class Contained {

    private static final System.Logger LOG = System.getLogger(Contained.class.getName());

    private Contained() {}

    /** Whether it went well. A task of the JDK sees whatever is thrown, be it a fault of ours or a lack of memory. */
    static boolean run(String what, Callable<@Nullable Void> round) {
        var task = new FutureTask<@Nullable Void>(round);
        task.run();
        if (task.state() == FutureTask.State.SUCCESS) {
            return true;
        }
        LOG.log(System.Logger.Level.ERROR, what, task.exceptionNow());
        return false;
    }
}
