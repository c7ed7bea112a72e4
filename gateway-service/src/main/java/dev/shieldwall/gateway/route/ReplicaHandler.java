package dev.shieldwall.gateway.route;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.http.HttpMethod;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Forwards to a replica, and to the next one where no answer comes. One whose answer breaks off is not asked first the
 * next time. Any replica will do: what it says about decisions
 * carries its proof, and a command that reaches two replicas runs once because its id is used once.
 */
final class ReplicaHandler implements HandlerFunction<ServerResponse> {

    private final Forwarder forwarder;
    private final List<Upstream> replicas;
    private final AtomicInteger preferred = new AtomicInteger();

    ReplicaHandler(Forwarder forwarder, List<Upstream> replicas) {
        if (replicas.isEmpty()) {
            throw new IllegalArgumentException("no replica is configured");
        }
        this.forwarder = forwarder;
        this.replicas = List.copyOf(replicas);
    }

    @Override
    public ServerResponse handle(ServerRequest request) throws Exception {
        int first = preferred.get();
        UpstreamFailedException worst = null;
        for (int i = 0; i < replicas.size(); i++) {
            int replica = (first + i) % replicas.size();
            try {
                int next = (replica + 1) % replicas.size();
                ServerResponse response = forwarder.forward(
                        replicas.get(replica), request, () -> preferred.compareAndSet(replica, next));
                preferred.compareAndSet(first, replica);
                return response;
            } catch (UpstreamFailedException failure) {
                worst = worst == null || failure.mayHaveArrived() ? failure : worst;
                // A command that was sent has used up the caller's patience; a second full wait would only double it.
                if (failure.mayHaveArrived() && request.method().equals(HttpMethod.POST)) {
                    break;
                }
            }
        }
        return Unavailable.answer(request, Objects.requireNonNull(worst));
    }
}
