package dev.shieldwall.transport.bus;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.zeromq.ZMQ;
import zmq.Msg;
import zmq.io.Metadata;

/**
 * One message as it came: its parts, at most {@value #MAX_PARTS} of them, and what the ZAP handler said of the sender.
 *
 * @param userId empty if no handler spoke
 * @param parts those kept; {@code excess} says that there were more
 */
record Frames(String userId, List<byte[]> parts, boolean excess) {

    static final int MAX_PARTS = 8;

    /** Never waits. */
    static Optional<Frames> receive(ZMQ.Socket socket) {
        Msg part = socket.base().recv(zmq.ZMQ.ZMQ_DONTWAIT);
        if (part == null) {
            return Optional.empty();
        }
        var parts = new ArrayList<byte[]>();
        String userId = "";
        boolean excess = false;
        while (part != null) {
            Metadata metadata = part.getMetadata();
            if (metadata != null && metadata.get(Metadata.USER_ID) != null) {
                userId = metadata.get(Metadata.USER_ID);
            }
            if (parts.size() < MAX_PARTS) {
                parts.add(part.data());
            } else {
                excess = true;
            }
            part = part.hasMore() ? socket.base().recv(0) : null;
        }
        return Optional.of(new Frames(userId, parts, excess));
    }

    boolean hasParts(int count) {
        return !excess && parts.size() == count;
    }
}
