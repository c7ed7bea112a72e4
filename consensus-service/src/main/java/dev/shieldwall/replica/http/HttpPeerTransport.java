package dev.shieldwall.replica.http;

import dev.shieldwall.crypto.tls.PinnedTls;
import dev.shieldwall.crypto.tls.TlsIdentity;
import dev.shieldwall.replica.host.Channel;
import dev.shieldwall.replica.host.PeerLink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.client.transport.HttpClientTransportOverHTTP2;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Streams to and from the other replicas over HTTP/2 and TLS 1.3, each side pinned to the key that the replica set
 * lists. Per ordered pair one POST for votes and one for bulk, opened by the sender (consensus.md 1.11).
 */
public final class HttpPeerTransport implements PeerLink, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpPeerTransport.class);
    private static final String TLS = "TLSv1.3";
    private static final long TICK_MILLIS = 250;
    private static final int MAX_THREADS = 24;
    private static final int STREAM_WINDOW_BYTES = 512 << 10;
    /** Wider than a stream's, so that a full bulk stream leaves room for votes. */
    private static final int SESSION_WINDOW_BYTES = 2 << 20;
    private static final long POOLED_BYTES = 8L << 20;

    private final PeerSettings settings;
    private final QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, 4);
    private final ByteBufferPool buffers = new ArrayByteBufferPool(0, 4096, 65536, -1, POOLED_BYTES, POOLED_BYTES);
    private final ScheduledExecutorService ticks =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("peer-tick").factory());
    private final Server server;
    private final ServerConnector connector;
    private final PeerEndpoint endpoint;
    private final List<HttpClient> clients = new ArrayList<>();
    private final Map<Integer, Map<Channel, OutboundStream>> streams = new TreeMap<>();
    private final AtomicLong brokenTicks = new AtomicLong();
    private final Gathering forwards = new Gathering(ticks, this::pumpBulk);

    public HttpPeerTransport(PeerSettings settings, TlsIdentity identity, Inbox inbox) {
        this.settings = settings;
        threads.setName("peer-" + settings.self());
        threads.setDaemon(true);
        endpoint = new PeerEndpoint(settings, inbox);
        server = new Server(threads, null, buffers);
        connector = connector(identity);
        server.addConnector(connector);
        server.setHandler(endpoint);
        for (int peer = 0; peer < settings.peers().size(); peer++) {
            if (peer != settings.self()) {
                HttpClient client = client(identity, settings.peers().get(peer).tlsKeyHash());
                clients.add(client);
                Map<Channel, OutboundStream> pair = new EnumMap<>(Channel.class);
                for (Channel channel : Channel.values()) {
                    pair.put(channel, new OutboundStream(client, settings, peer, channel));
                }
                streams.put(peer, pair);
            }
        }
    }

    private ServerConnector connector(TlsIdentity identity) {
        List<byte[]> pins = settings.peers().stream().map(PeerSettings.Address::tlsKeyHash).toList();
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setSslContext(PinnedTls.sslContext(identity, PinnedTls.anyOf(pins)));
        tls.setIncludeProtocols(TLS);
        tls.setNeedClientAuth(true);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        // Peers are named by their keys; the host name in the request means nothing.
        SecureRequestCustomizer session = new SecureRequestCustomizer(false);
        http.addCustomizer(session);
        HTTP2ServerConnectionFactory http2 = new HTTP2ServerConnectionFactory(http);
        http2.setInitialStreamRecvWindow(STREAM_WINDOW_BYTES);
        http2.setInitialSessionRecvWindow(SESSION_WINDOW_BYTES);
        http2.setStreamIdleTimeout(PeerWire.TIMEOUT.toMillis());
        http2.setMaxConcurrentStreams(8);
        ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory(http2.getProtocol());
        alpn.setDefaultProtocol(http2.getProtocol());
        ServerConnector made = new ServerConnector(
                server, null, null, buffers, 1, 1, new SslConnectionFactory(tls, alpn.getProtocol()), alpn, http2);
        PeerSettings.Address own = settings.peers().get(settings.self());
        made.setHost(own.host());
        made.setPort(own.port());
        made.setReuseAddress(true);
        made.setIdleTimeout(2 * PeerWire.TIMEOUT.toMillis());
        return made;
    }

    private HttpClient client(TlsIdentity identity, byte[] peerKey) {
        SSLContext context = PinnedTls.sslContext(identity, PinnedTls.anyOf(List.of(peerKey)));
        SslContextFactory.Client tls = new PinnedClient();
        tls.setSslContext(context);
        tls.setIncludeProtocols(TLS);
        ClientConnector clientConnector = new ClientConnector();
        clientConnector.setSelectors(1);
        clientConnector.setExecutor(threads);
        clientConnector.setByteBufferPool(buffers);
        clientConnector.setSslContextFactory(tls);
        clientConnector.setConnectTimeout(Duration.ofSeconds(2));
        clientConnector.setIdleTimeout(Duration.ofSeconds(30));
        clientConnector.setTCPNoDelay(true);
        HTTP2Client http2 = new HTTP2Client(clientConnector);
        http2.setStreamIdleTimeout(-1);
        HttpClient client = new HttpClient(new HttpClientTransportOverHTTP2(http2));
        client.setMaxConnectionsPerDestination(1);
        client.setFollowRedirects(false);
        client.setUserAgentField(null);
        return client;
    }

    /** The pinned key says who it is; a self-signed certificate has no name worth comparing. */
    private static final class PinnedClient extends SslContextFactory.Client {

        PinnedClient() {
            setEndpointIdentificationAlgorithm(null);
        }

        @Override
        protected void checkEndPointIdentificationAlgorithm() {
            // The check of the superclass warns about what is meant here.
        }
    }

    /** Listens and starts to reach for the others. */
    public void start() {
        LifeCycle.start(server);
        clients.forEach(client -> LifeCycle.start(client));
        ticks.scheduleAtFixedRate(this::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Port that the others reach this replica at. */
    public int port() {
        return connector.getLocalPort();
    }

    private void tick() {
        steady(endpoint::tick);
        streams.values().forEach(pair -> pair.values().forEach(stream -> steady(stream::tick)));
    }

    /** A defect at one stream costs neither the others their heartbeat nor itself the next try. */
    private void steady(Runnable beat) {
        try {
            beat.run();
        } catch (RuntimeException e) {
            if (brokenTicks.getAndIncrement() == 0) {
                LOG.error("ALARM a stream to or from a peer has a defect; the others go on, and it is tried again", e);
            }
        }
    }

    /** Ticks of a stream that threw; only the first is logged. */
    long brokenTicks() {
        return brokenTicks.get();
    }

    private void pumpBulk() {
        streams.keySet().forEach(peer -> stream(peer, Channel.BULK).pump());
    }

    private static void requireFrame(byte[] frame) {
        if (frame.length == 0 || frame.length > PeerWire.MAX_FRAME_BYTES) {
            throw new IllegalArgumentException("a frame of " + frame.length + " bytes");
        }
    }

    private OutboundStream stream(int replica, Channel channel) {
        Map<Channel, OutboundStream> pair = streams.get(replica);
        if (pair == null) {
            throw new IllegalArgumentException("no other replica " + replica);
        }
        return Objects.requireNonNull(pair.get(channel));
    }

    @Override
    public void send(int replica, Channel channel, byte[] frame) {
        requireFrame(frame);
        stream(replica, channel).offer(frame);
    }

    @Override
    public void broadcast(Channel channel, byte[] frame) {
        for (Integer peer : streams.keySet()) {
            send(peer, channel, frame);
        }
    }

    @Override
    public void forward(int replica, byte[] frame) {
        requireFrame(frame);
        stream(replica, Channel.BULK).putYielding(frame);
        forwards.added();
    }

    @Override
    public void forward(byte[] frame) {
        requireFrame(frame);
        streams.keySet().forEach(peer -> stream(peer, Channel.BULK).putYielding(frame));
        forwards.added();
    }

    @Override
    public List<PeerState> peers() {
        List<PeerState> states = new ArrayList<>();
        streams.forEach((peer, pair) -> {
            OutboundStream votes = Objects.requireNonNull(pair.get(Channel.VOTES));
            OutboundStream bulk = Objects.requireNonNull(pair.get(Channel.BULK));
            String trouble = votes.trouble() == null ? bulk.trouble() : votes.trouble();
            states.add(new PeerState(
                    peer, votes.isUp(), bulk.isUp(), votes.dropped() + bulk.dropped(), endpoint.refusedStreams(peer),
                    trouble));
        });
        return states;
    }

    /** Bytes that wait for a peer, both channels together. */
    long queuedBytes(int peer) {
        return Objects.requireNonNull(streams.get(peer)).values().stream()
                .mapToLong(OutboundStream::queuedBytes)
                .sum();
    }

    @Override
    public void close() {
        ticks.shutdownNow();
        streams.values().forEach(pair -> pair.values().forEach(OutboundStream::stop));
        clients.forEach(client -> LifeCycle.stop(client));
        LifeCycle.stop(server);
    }
}
