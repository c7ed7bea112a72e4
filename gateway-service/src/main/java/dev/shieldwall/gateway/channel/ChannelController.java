package dev.shieldwall.gateway.channel;

import dev.shieldwall.client.http.Wire;
import dev.shieldwall.service.problem.ProblemType;
import dev.shieldwall.transport.channel.ChannelEvent;
import dev.shieldwall.transport.channel.SocketOrigin;
import dev.shieldwall.transport.channel.carrier.ExchangeCarrier;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Both ways to a channel: a WebSocket, and, where none gets through, requests whose bodies are its bytes. Not in the API's
 * document, because nobody could write these bytes by hand; docs/design/channel.md describes them.
 */
@RestController
@ConditionalOnProperty("shieldwall.gateway.channel.folder")
@Hidden
class ChannelController {

    private static final int ID_BYTES = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(45);
    /** Longer than the channel itself waits for a silent peer. */
    private static final Duration FORGOTTEN = Duration.ofMinutes(3);

    private final ChannelDoor door;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, ExchangeCarrier> carriers = new ConcurrentHashMap<>();

    ChannelController(ChannelDoor door) {
        this.door = door;
    }

    /** Takes the WebSocket. */
    @GetMapping(Wire.CHANNEL)
    void upgrade(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException {
        if (!"websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))) {
            response.setHeader(HttpHeaders.UPGRADE, "websocket");
            throw ProblemType.UPGRADE_REQUIRED.because("a channel is opened with an upgrade to WebSocket, or with POST");
        }
        var container = (ServerContainer) request.getServletContext().getAttribute(ServerContainer.class.getName());
        var endpoint = new ChannelSocket(door, origin(request));
        try {
            container.upgradeHttpToWebSocket(request, response, config(endpoint), Map.of());
        } catch (DeploymentException e) {
            throw new ServletException(e);
        }
    }

    private static ServerEndpointConfig config(ChannelSocket endpoint) {
        return ServerEndpointConfig.Builder.create(ChannelSocket.class, Wire.CHANNEL)
                .configurator(new ServerEndpointConfig.Configurator() {
                    @Override
                    public <T> T getEndpointInstance(Class<T> type) {
                        return type.cast(endpoint);
                    }
                })
                .build();
    }

    /** The body is the first message of the handshake, the answer the second; Location is where the channel goes on. */
    @PostMapping(path = Wire.CHANNEL, consumes = Wire.CHANNEL_BYTES)
    void open(HttpServletRequest request, HttpServletResponse response) throws IOException {
        carriers.values().removeIf(carrier -> !carrier.isOpen() || carrier.idle().compareTo(FORGOTTEN) > 0);
        var carrier = new ExchangeCarrier(Wire.sealedBytes(ChannelCalls.MAX_ANSWER_BYTES));
        Optional<ChannelEvent> refusal = door.admit(carrier, origin(request));
        if (refusal.isPresent()) {
            throw ProblemType.TOO_MANY_REQUESTS.because("no more channels from here now: " + refusal.get());
        }
        byte[] answer = exchange(carrier, request);
        if (answer.length == 0) {
            carrier.close(); // its place in the limits is free at once
            throw ProblemType.FORBIDDEN.because("the handshake was refused");
        }
        String id = id();
        carriers.put(id, carrier);
        response.setStatus(HttpStatus.CREATED.value());
        response.setHeader(HttpHeaders.LOCATION, Wire.CHANNEL + "/" + id);
        write(response, answer);
    }

    /** One call and its answer, sealed. */
    @PostMapping(path = Wire.CHANNEL + "/{id}", consumes = Wire.CHANNEL_BYTES)
    void goOn(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) throws IOException {
        ExchangeCarrier carrier = carriers.get(id);
        if (carrier == null || !carrier.isOpen()) {
            carriers.remove(id);
            throw ProblemType.NOT_FOUND.because("there is no such channel, or it has ended");
        }
        write(response, exchange(carrier, request));
    }

    private static byte[] exchange(ExchangeCarrier carrier, HttpServletRequest request) {
        try {
            return carrier.exchange(ByteBuffer.wrap(request.getInputStream().readAllBytes()), PATIENCE);
        } catch (ExchangeCarrier.BusyException e) {
            throw ProblemType.CONFLICT.because("the answer to the last request is not there yet");
        } catch (IOException e) {
            throw ProblemType.UNAVAILABLE.because("the channel has ended");
        }
    }

    private static void write(HttpServletResponse response, byte[] answer) throws IOException {
        response.setContentType(Wire.CHANNEL_BYTES);
        response.setContentLength(answer.length);
        response.getOutputStream().write(answer);
    }

    private String id() {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    }

    /** An address in digits is looked up nowhere. */
    private static String origin(HttpServletRequest request) throws IOException {
        return SocketOrigin.of(InetAddress.getByName(request.getRemoteAddr()));
    }
}
