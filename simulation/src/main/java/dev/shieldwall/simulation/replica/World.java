package dev.shieldwall.simulation.replica;

import dev.shieldwall.consensus.core.Message;
import dev.shieldwall.consensus.sync.Amnesia;
import dev.shieldwall.simulation.check.Checker;
import dev.shieldwall.simulation.clock.Schedule;
import dev.shieldwall.simulation.keys.GroupKeys;
import java.util.List;
import java.util.Random;

/** What a replica stands in. */
public record World(Schedule schedule, Random random, GroupKeys keys, Checker checker, CoreFactory cores, Wire wire) {

    /** The way to the others. */
    public interface Wire {
        /** Puts a message of {@code from} on its way to each of {@code to}. */
        void send(int from, List<Integer> to, Message message);

        /** Puts the question for the committed height on its way to all, and their answers on the way back. */
        void ask(int from, Amnesia asking);
    }
}
