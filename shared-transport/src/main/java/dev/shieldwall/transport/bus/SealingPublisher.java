package dev.shieldwall.transport.bus;

import dev.shieldwall.crypto.signature.KeyRejectedException;
import dev.shieldwall.transport.bus.BusPublisher.Outcome;
import dev.shieldwall.transport.bus.core.ComponentName;
import dev.shieldwall.transport.bus.core.Topic;
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

    /** Starts a group and sends its key to the members. */
    public synchronized Sealer.Group openGroup(Topic topic, Set<ComponentName> members) throws KeyRejectedException {
        Sealer.Group group = sealer.group(topic, members);
        publishAll(group.keys());
        return group;
    }

    public synchronized Outcome publishTo(Sealer.Group group, byte[] payload) throws KeyRejectedException {
        return publish(group.seal(payload));
    }

    public synchronized void remove(Sealer.Group group, ComponentName member) throws KeyRejectedException {
        publishAll(group.remove(member));
    }

    public synchronized void add(Sealer.Group group, ComponentName member) throws KeyRejectedException {
        publishAll(group.add(member));
    }

    /** For a member that was not there when the key went out. */
    public synchronized void sendKeysAgain(Sealer.Group group) throws KeyRejectedException {
        publishAll(group.keys());
    }

    private void publishAll(List<Sealer.Sealed> messages) {
        messages.forEach(this::publish);
    }

    private Outcome publish(Sealer.Sealed sealed) {
        return bus.publish(sealed.topic(), sealed.message());
    }
}
