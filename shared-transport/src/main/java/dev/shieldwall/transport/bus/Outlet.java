package dev.shieldwall.transport.bus;

import dev.shieldwall.transport.bus.core.AccessList;
import dev.shieldwall.transport.bus.core.AicoMessage;
import dev.shieldwall.transport.bus.core.BusEvent;
import dev.shieldwall.transport.bus.core.ComponentName;
import dev.shieldwall.transport.bus.core.Subscriptions;
import dev.shieldwall.transport.bus.core.Topic;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import zmq.Msg;
import zmq.ZError;

/**
 * Where subscribers connect. To them it is an XPUB; inside it is a ROUTER.
 *
 * <p>JeroMQ's XPUB does not say who subscribed: it strips the sender from a subscription, and its manual mode gives a
 * subscription to the wrong connection once a peer sends something else in between. A ROUTER says for each frame from
 * which connection it came, and sends to one connection, so rights hold for each message.
 *
 * <p>Belongs to one thread.
 */
final class Outlet {

    /** What JeroMQ hands us when a connection ended; a peer that sends it ends its own subscriptions. */
    private static final byte[] GONE = {2};

    private final ZMQ.Socket socket;
    private final Subscriptions subscriptions = new Subscriptions();
    private final Consumer<BusEvent> events;

    Outlet(ZContext context, CurveKeyPair own, BusLimits limits, Consumer<BusEvent> events) {
        this.socket = context.createSocket(SocketType.ROUTER);
        this.events = events;
        limits.apply(socket);
        own.serve(socket);
        socket.setRouterMandatory(true);
        socket.base().setSocketOpt(zmq.ZMQ.ZMQ_AS_TYPE, zmq.ZMQ.ZMQ_XPUB);
        socket.base().setSocketOpt(zmq.ZMQ.ZMQ_DISCONNECT_MSG, GONE);
    }

    ZMQ.Socket socket() {
        return socket;
    }

    int connections() {
        return subscriptions.connections();
    }

    /** @param holder empty for a connection that no handler admitted */
    void handle(Frames frames, Optional<ComponentName> holder, AccessList rights, AicoMessage welcome) {
        String connection = new String(frames.parts().getFirst(), StandardCharsets.ISO_8859_1);
        byte[] frame = frames.parts().get(frames.parts().size() - 1);
        if (Arrays.equals(frame, GONE)) {
            subscriptions.remove(connection);
            return;
        }
        if (!frames.hasParts(2) || holder.isEmpty()) {
            events.accept(holder.isEmpty() ? BusEvent.UNKNOWN_SENDER : BusEvent.WRONG_FRAMES);
            return;
        }
        switch (subscriptions.handle(rights, connection, holder.get(), frame)) {
            case Subscriptions.Outcome.Subscribed _ -> events.accept(BusEvent.SUBSCRIBED);
            case Subscriptions.Outcome.Unsubscribed _ -> {}
            case Subscriptions.Outcome.Refused _ -> events.accept(BusEvent.SUBSCRIPTION_REFUSED);
            case Subscriptions.Outcome.Welcome(var topic, var held, var refused) ->
                send(connection, topic, Welcome.write(welcome, held, refused).encode());
        }
    }

    void deliver(AccessList rights, Topic topic, byte[] message) {
        byte[] text = topic.bytes();
        for (String connection : subscriptions.recipients(rights, topic)) {
            send(connection, text, message);
        }
    }

    private void send(String connection, byte[] topic, byte[] message) {
        byte[] identity = connection.getBytes(StandardCharsets.ISO_8859_1);
        if (socket.base().send(new Msg(identity), zmq.ZMQ.ZMQ_SNDMORE | zmq.ZMQ.ZMQ_DONTWAIT)) {
            socket.base().send(new Msg(topic), zmq.ZMQ.ZMQ_SNDMORE);
            socket.base().send(new Msg(message), 0);
            events.accept(BusEvent.DELIVERED);
        } else if (socket.base().errno() == ZError.EAGAIN) {
            events.accept(BusEvent.DROPPED_FOR_SLOW_SUBSCRIBER);
        } else {
            subscriptions.remove(connection);
        }
    }
}
