package dev.shieldwall.transport.asoc;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;

/** TCP as it is: gathering writes, and files straight from the page cache. */
record PlainWire(SocketChannel channel) implements Wire {

    @Override
    public void open() {}

    @Override
    public int read(ByteBuffer target) throws IOException {
        return channel.read(target);
    }

    @Override
    public void write(ByteBuffer header, ByteBuffer payload) throws IOException {
        ByteBuffer[] both = {header, payload};
        while (header.hasRemaining() || payload.hasRemaining()) {
            channel.write(both);
        }
    }

    @Override
    public void send(FileChannel file, long from, int count) throws IOException {
        long end = from + count;
        long at = from;
        while (at < end) {
            long moved = file.transferTo(at, end - at, channel);
            if (moved <= 0 && at >= file.size()) {
                throw new EOFException("the file became shorter while it was sent");
            }
            at += moved;
        }
    }

    @Override
    public void finish() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public boolean sendsFiles() {
        return true;
    }
}
