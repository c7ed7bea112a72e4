package dev.shieldwall.replica.http;

import dev.shieldwall.crypto.ConstantTime;
import dev.shieldwall.crypto.tls.PinnedTls;
import dev.shieldwall.replica.host.Channel;
import dev.shieldwall.replica.host.PeerLink;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/** Admits the streams of the other replicas: the TLS key must be that of the replica that the headers claim. */
final class PeerEndpoint extends Handler.Abstract.NonBlocking {

    private static final long PENALTY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final PeerSettings settings;
    private final PeerLink.Inbox inbox;
    private final Map<StreamKey, InboundStream> open = new ConcurrentHashMap<>();
    private final AtomicLongArray refused;
    private final AtomicLongArray penaltyUntilNanos;

    private record StreamKey(int from, Channel channel) {}

    PeerEndpoint(PeerSettings settings, PeerLink.Inbox inbox) {
        this.settings = settings;
        this.inbox = inbox;
        this.refused = new AtomicLongArray(settings.peers().size());
        this.penaltyUntilNanos = new AtomicLongArray(settings.peers().size());
        for (int i = 0; i < settings.peers().size(); i++) {
            penaltyUntilNanos.set(i, System.nanoTime());
        }
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Optional<Channel> channel = channel(request);
        if (channel.isEmpty()) {
            return refuse(HttpStatus.NOT_FOUND_404, response, callback);
        }
        int from = claimed(request);
        if (from < 0 || from == settings.self() || !ownsKey(request, from)) {
            return refuse(HttpStatus.FORBIDDEN_403, response, callback);
        }
        if (!settings.chainId().equals(request.getHeaders().get(PeerWire.CHAIN_HEADER))
                || !Long.toString(settings.epoch()).equals(request.getHeaders().get(PeerWire.EPOCH_HEADER))
                || !PeerWire.VERSION.equals(request.getHeaders().get(PeerWire.VERSION_HEADER))) {
            return refuse(HttpStatus.CONFLICT_409, response, callback);
        }
        if (System.nanoTime() - penaltyUntilNanos.get(from) < 0) {
            return refuse(HttpStatus.TOO_MANY_REQUESTS_429, response, callback);
        }
        open(new StreamKey(from, channel.get()), request, response, callback);
        return true;
    }

    private void open(StreamKey key, Request request, Response response, Callback callback) {
        FrameAssembler frames = new FrameAssembler(frame -> inbox.received(key.from(), key.channel(), frame));
        InboundStream stream = new InboundStream(request, response, callback, frames);
        InboundStream before = open.put(key, stream);
        if (before != null) {
            before.end("a newer stream took its place");
        }
        stream.onEnd(dishonest -> {
            open.remove(key, stream);
            if (dishonest) {
                refused.incrementAndGet(key.from());
                penaltyUntilNanos.set(key.from(), System.nanoTime() + PENALTY_NANOS);
            }
        });
        stream.start();
    }

    /** Tells every sender that this side lives. */
    void tick() {
        open.values().forEach(InboundStream::beat);
    }

    long refusedStreams(int replica) {
        return refused.get(replica);
    }

    private static boolean refuse(int status, Response response, Callback callback) {
        response.setStatus(status);
        // The body never ends, and Jetty calls an exchange with an unread body a server error: reset it when answered.
        Callback reset = Callback.from(() -> callback.failed(new PeerStreamException("refused with " + status)));
        response.write(true, BufferUtil.EMPTY_BUFFER, reset);
        return true;
    }

    private static Optional<Channel> channel(Request request) {
        if (HttpMethod.POST.is(request.getMethod())) {
            String path = Request.getPathInContext(request);
            for (Channel channel : Channel.values()) {
                if (PeerWire.path(channel).equals(path)) {
                    return Optional.of(channel);
                }
            }
        }
        return Optional.empty();
    }

    private int claimed(Request request) {
        String claim = request.getHeaders().get(PeerWire.REPLICA_HEADER);
        for (int i = 0; i < settings.peers().size(); i++) {
            if (Integer.toString(i).equals(claim)) {
                return i;
            }
        }
        return -1;
    }

    private boolean ownsKey(Request request, int replica) {
        return request.getAttribute(EndPoint.SslSessionData.ATTRIBUTE) instanceof EndPoint.SslSessionData session
                && session.sslSession() != null
                && PinnedTls.peerSpkiSha256(session.sslSession())
                        .filter(key -> ConstantTime.equals(key, settings.peers().get(replica).tlsKeyHash()))
                        .isPresent();
    }
}
