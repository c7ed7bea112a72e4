package dev.shieldwall.replica.http;

import dev.shieldwall.crypto.tls.TlsIdentity;
import dev.shieldwall.replica.host.Channel;
import dev.shieldwall.replica.host.PeerLink;
import java.io.IOException;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Four endpoints on loopback with keys of their own, and what each received. */
final class PeerGroup implements AutoCloseable {

    static final int SIZE = 4;

    record Received(int from, Channel channel, byte[] frame) {}

    final List<TlsIdentity> identities = new ArrayList<>();
    final List<PeerSettings.Address> addresses = new ArrayList<>();
    final Map<Integer, HttpPeerTransport> running = new ConcurrentHashMap<>();
    final List<Queue<Received>> received = new ArrayList<>();

    PeerGroup() throws IOException {
        List<ServerSocket> probes = new ArrayList<>();
        for (int i = 0; i < SIZE; i++) {
            TlsIdentity identity = TlsIdentity.generate("replica-" + i, Instant.EPOCH, new SecureRandom());
            ServerSocket probe = new ServerSocket(0);
            probes.add(probe);
            identities.add(identity);
            addresses.add(new PeerSettings.Address("127.0.0.1", probe.getLocalPort(), identity.spkiSha256()));
            received.add(new ConcurrentLinkedQueue<>());
        }
        for (ServerSocket probe : probes) {
            probe.close();
        }
    }

    PeerSettings settings(int self) {
        return new PeerSettings(self, "c0ffee", 0, addresses);
    }

    HttpPeerTransport start(int self) {
        return start(self, (from, channel, frame) -> received.get(self).add(new Received(from, channel, frame)));
    }

    HttpPeerTransport start(int self, PeerLink.Inbox inbox) {
        HttpPeerTransport transport = new HttpPeerTransport(settings(self), identities.get(self), inbox);
        transport.start();
        running.put(self, transport);
        return transport;
    }

    void startAll() {
        for (int i = 0; i < SIZE; i++) {
            start(i);
        }
        await(this::allUp);
    }

    boolean allUp() {
        return running.values().stream()
                .allMatch(transport -> transport.peers().stream().allMatch(peer -> peer.votesUp() && peer.bulkUp()));
    }

    HttpPeerTransport get(int index) {
        HttpPeerTransport transport = running.get(index);
        if (transport == null) {
            throw new IllegalStateException("replica " + index + " is not running");
        }
        return transport;
    }

    void kill(int index) {
        @Nullable HttpPeerTransport transport = running.remove(index);
        if (transport != null) {
            transport.close();
        }
    }

    static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited too long");
            }
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Override
    public void close() {
        running.values().forEach(HttpPeerTransport::close);
    }
}
