package dev.shieldwall.transport.bus;

import dev.shieldwall.transport.bus.core.ComponentName;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** An admitted component that keeps to no format. */
final class RawPublisher implements AutoCloseable {

    private final ZContext context = new ZContext();
    private final ZMQ.Socket socket = context.createSocket(SocketType.XPUB);

    RawPublisher(TestBus bus, ComponentName name) {
        bus.keysOf(name).connect(socket, bus.brokerKeys.publicKey());
        socket.connect(bus.publishers().address());
        socket.recv();
    }

    void send(byte[]... parts) {
        for (int i = 0; i < parts.length; i++) {
            socket.send(parts[i], i < parts.length - 1 ? ZMQ.SNDMORE : 0);
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
