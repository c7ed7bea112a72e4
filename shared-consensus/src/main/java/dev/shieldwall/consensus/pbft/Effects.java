package dev.shieldwall.consensus.pbft;

import dev.shieldwall.consensus.core.Message;
import dev.shieldwall.consensus.core.Output;
import dev.shieldwall.consensus.core.WalRecord;
import java.util.ArrayList;
import java.util.List;

/** Collects the outputs of one step in their order. */
final class Effects {

    private List<Output> outputs = new ArrayList<>();

    void add(Output output) {
        outputs.add(output);
    }

    void persist(WalRecord record) {
        outputs.add(new Output.Persist(record));
    }

    void broadcast(Message message) {
        outputs.add(new Output.Broadcast(message));
    }

    void send(int to, Message message) {
        outputs.add(new Output.Send(to, message));
    }

    void alarm(String reason) {
        outputs.add(new Output.Alarm(reason));
    }

    List<Output> take() {
        List<Output> taken = List.copyOf(outputs);
        outputs = new ArrayList<>();
        return taken;
    }
}
