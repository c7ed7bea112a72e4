package dev.shieldwall.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/** Finds a block of ports for a mesh of a test, below the range from which the system gives out ports by itself. */
public final class FreePorts {

    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;
    private static final int BLOCK = 30;
    private static final int TRIES = 200;

    private FreePorts() {}

    public static OptionalInt block() {
        var random = RandomGenerator.getDefault();
        for (int attempt = 0; attempt < TRIES; attempt++) {
            int base = random.nextInt(LOWEST, HIGHEST);
            if (isFree(base)) {
                return OptionalInt.of(base);
            }
        }
        throw new IllegalStateException("no free block of ports");
    }

    private static boolean isFree(int base) {
        for (int port = base; port < base + BLOCK; port++) {
            try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                continue;
            } catch (IOException e) {
                return false;
            }
        }
        return true;
    }
}
