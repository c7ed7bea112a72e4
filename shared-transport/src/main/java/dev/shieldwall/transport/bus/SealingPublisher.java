package dev.shieldwall.transport.bus;

import dev.shieldwall.crypto.signature.KeyRejectedException;
import dev.shieldwall.transport.bus.BusPublisher.Outcome;
import dev.shieldwall.transport.bus.core.ComponentName;
import dev.shieldwall.transport.bus.core.Topic;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Seals and sends in one order, which is what receivers demand. A component has one of these.
 *
 * <p>Thread-safe; calls go one after the other.
 */
public final class SealingPublisher {

    private final Sealer sealer;
    private final BusPublisher bus;

    public SealingPublisher(Sealer sealer, BusPublisher bus) {
        this.sealer = sealer;
        this.bus = bus;
    }

    public synchronized Outcome publishTo(ComponentName peer, Topic topic, byte[] payload) throws KeyRejectedException {
        return publish(sealer.seal(topic, peer, payload));
    }

    /** A group, and what became of its keys: unless they are queued, send them again before the first message. */
    public record OpenedGroup(Sealer.Group group, Outcome keys) {}

    /** Starts a group and sends its key to the members. */
    public synchronized OpenedGroup openGroup(Topic topic, Set<ComponentName> members) throws KeyRejectedException {
        Sealer.Group group = sealer.group(topic, members);
        return new OpenedGroup(group, publishAll(group.keys()));
    }

    public synchronized Outcome publishTo(Sealer.Group group, byte[] payload) throws KeyRejectedException {
        return publish(group.seal(payload));
    }

    /** @return the worst that became of a key; the member is out whatever it says */
    public synchronized Outcome remove(Sealer.Group group, ComponentName member) throws KeyRejectedException {
        return publishAll(group.remove(member));
    }

    /** @return the worst that became of a key */
    public synchronized Outcome add(Sealer.Group group, ComponentName member) throws KeyRejectedException {
        return publishAll(group.add(member));
    }

    /** For a member that was not there when the key went out. */
    public synchronized Outcome sendKeysAgain(Sealer.Group group) throws KeyRejectedException {
        return publishAll(group.keys());
    }

    private Outcome publishAll(List<Sealer.Sealed> messages) {
        return messages.stream().map(this::publish).max(Comparator.naturalOrder()).orElse(Outcome.QUEUED);
    }

    private Outcome publish(Sealer.Sealed sealed) {
        return bus.publish(sealed.topic(), sealed.message());
    }
}
