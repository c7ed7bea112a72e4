package dev.shieldwall.gateway.route;

import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** Forwards to the one service that owns a resource. */
final class ServiceHandler implements HandlerFunction<ServerResponse> {

    private final Forwarder forwarder;
    private final Upstream service;

    ServiceHandler(Forwarder forwarder, Upstream service) {
        this.forwarder = forwarder;
        this.service = service;
    }

    @Override
    public ServerResponse handle(ServerRequest request) throws Exception {
        try {
            return forwarder.forward(service, request, () -> {});
        } catch (UpstreamFailedException failure) {
            return Unavailable.answer(request, failure);
        }
    }
}
