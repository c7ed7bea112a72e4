package dev.shieldwall.gateway.channel;

import dev.shieldwall.transport.channel.carrier.MessageCarrier;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.tomcat.websocket.Constants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A channel over one WebSocket (RFC 6455): its bytes are those of the binary messages, one after the other. */
final class ChannelSocket extends Endpoint {

    private static final Logger LOG = LoggerFactory.getLogger(ChannelSocket.class);

    /** A peer that takes nothing holds whoever sends for so long; Tomcat's own is 20 s. */
    private static final Long SEND_MILLIS = 5_000L;

    private final ChannelDoor door;
    private final String origin;

    ChannelSocket(ChannelDoor door, String origin) {
        this.door = door;
        this.origin = origin;
    }

    private record Outbound(Session session) implements MessageCarrier.Outbound {

        @Override
        public void send(ByteBuffer bytes) throws IOException {
            try {
                session.getBasicRemote().sendBinary(bytes);
            } catch (IllegalStateException e) {
                throw new IOException("the WebSocket has ended", e);
            }
        }

        @Override
        public void close() throws IOException {
            session.close();
        }
    }

    @Override
    public void onOpen(Session session, EndpointConfig config) {
        var carrier = new MessageCarrier(new Outbound(session));
        session.getUserProperties().put(Constants.BLOCKING_SEND_TIMEOUT_PROPERTY, SEND_MILLIS);
        session.getUserProperties().put(MessageCarrier.class.getName(), carrier);
        session.addMessageHandler(ByteBuffer.class, (part, _) -> received(carrier, part));
        session.addMessageHandler(String.class, (_, _) -> end(session, "only binary messages"));
        door.admit(carrier, origin).ifPresent(reason -> LOG.debug("{} was turned away: {}", origin, reason));
    }

    private static void received(MessageCarrier carrier, ByteBuffer part) {
        try {
            carrier.received(part);
        } catch (IOException e) {
            LOG.debug("bytes for a channel that has ended");
        }
    }

    private static void end(Session session, String why) {
        try {
            session.close(new CloseReason(CloseReason.CloseCodes.CANNOT_ACCEPT, why));
        } catch (IOException e) {
            LOG.debug("a WebSocket was gone before it was closed");
        }
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        if (session.getUserProperties().get(MessageCarrier.class.getName()) instanceof MessageCarrier carrier) {
            carrier.ended();
        }
    }

    @Override
    public void onError(Session session, Throwable failure) {
        LOG.debug("a WebSocket failed: {}", failure.toString());
    }
}
