package dev.shieldwall.transport.bus;

import dev.shieldwall.transport.bus.core.ComponentName;
import dev.shieldwall.transport.bus.core.CurveKey;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/**
 * Decides in the handshake whose key is admitted (ZeroMQ RFC 27), and afterwards says whose connection a message came
 * from.
 *
 * <p>The user id that it gives is a random number and not the component's name, for two reasons. JeroMQ 0.6.0 lets the
 * properties that a peer sends overwrite those of the handler, so an admitted peer could name itself anybody; a number
 * that nobody was told cannot be named. And JeroMQ admits every key if no handler is bound, but then there is no number,
 * and messages without one are refused.
 *
 * <p>Belongs to one thread.
 */
final class ZapHandler {

    private static final String ADDRESS = "inproc://zeromq.zap.01";
    private static final int REQUEST_PARTS = 7;
    private static final int TOKEN_BYTES = 16;
    private static final byte[] EMPTY = new byte[0];

    private final ZMQ.Socket socket;
    private final Function<CurveKey, Optional<ComponentName>> allowed;
    private final SecureRandom random;
    private final Map<ComponentName, String> tokens = new HashMap<>();
    private final Map<String, ComponentName> components = new HashMap<>();

    /** Bound when this returns, so that sockets bound afterwards never lack it. */
    ZapHandler(ZContext context, Function<CurveKey, Optional<ComponentName>> allowed, SecureRandom random) {
        this.socket = context.createSocket(SocketType.REP);
        this.allowed = allowed;
        this.random = random;
        socket.setLinger(0);
        if (!socket.bind(ADDRESS)) {
            throw new IllegalStateException("the ZAP handler is not bound");
        }
    }

    ZMQ.Socket socket() {
        return socket;
    }

    /** Answers one question if there is one; true if it was answered with yes. */
    Optional<Boolean> answer() {
        return Frames.receive(socket).map(request -> {
            Optional<ComponentName> component = component(request);
            String user = component.map(this::token).orElse("");
            reply(request, component.isPresent() ? "200" : "400", user);
            return component.isPresent();
        });
    }

    /** Version, request id, domain, address, identity, mechanism, key. */
    private Optional<ComponentName> component(Frames request) {
        List<byte[]> parts = request.parts();
        if (!request.hasParts(REQUEST_PARTS)
                || !text(parts.get(2)).equals(CurveKeyPair.DOMAIN)
                || !text(parts.get(5)).equals("CURVE")
                || parts.get(6).length != CurveKey.BYTES) {
            return Optional.empty();
        }
        return allowed.apply(new CurveKey(parts.get(6)));
    }

    private String token(ComponentName component) {
        return tokens.computeIfAbsent(component, name -> {
            byte[] bytes = new byte[TOKEN_BYTES];
            random.nextBytes(bytes);
            String token = HexFormat.of().formatHex(bytes);
            components.put(token, name);
            return token;
        });
    }

    private void reply(Frames request, String status, String user) {
        byte[] id = request.parts().size() > 1 ? request.parts().get(1) : EMPTY;
        for (byte[] part : List.of(bytes("1.0"), id, bytes(status), bytes(status.equals("200") ? "OK" : "refused"), bytes(user))) {
            socket.sendMore(part);
        }
        socket.send(EMPTY, 0);
    }

    /** Whose connection has this user id. */
    Optional<ComponentName> holder(String userId) {
        return Optional.ofNullable(components.get(userId));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
