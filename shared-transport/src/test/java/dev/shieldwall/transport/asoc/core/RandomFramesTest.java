package dev.shieldwall.transport.asoc.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Whatever a peer sends, a link takes it or refuses it; no other exception reaches the host. */
class RandomFramesTest {

    private static final int ROUNDS = 3_000;

    private final Party us = new Party(1);
    private final Party other = new Party(2);

    @Test
    void aServerRefusesOrTakesAnything() {
        throwAt(() -> us.server());
    }

    @Test
    void aClientRefusesOrTakesAnything() {
        throwAt(() -> us.client(other.id));
    }

    @Test
    void aGreetedServerRefusesOrTakesAnything() {
        throwAt(() -> {
            ServerLink link = us.server();
            accepted(link, Party.KEY.hello(other.id, Party.RANDOMNESS.nextInt()).frame());
            return link;
        });
    }

    @Test
    void aServerWithTheOldProtocolRefusesOrTakesAnything() {
        throwAt(() -> {
            ServerLink link = us.server();
            accepted(link, Party.KEY.hello(other.id, Party.RANDOMNESS.nextInt()).frame());
            accepted(link, Party.frame(FrameType.DATA, 1, 0));
            return link;
        });
    }

    private static void accepted(Link link, byte[] frame) {
        try {
            Party.give(link, frame);
        } catch (RefusedException e) {
            throw new AssertionError(e);
        }
    }

    private static void throwAt(Supplier<Link> links) {
        long seed = System.nanoTime();
        var random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < ROUNDS; i++) {
            byte[] frame = frame(random);
            try {
                Party.give(links.get(), frame);
            } catch (RefusedException e) {
                refused++;
            } catch (IllegalArgumentException | IllegalStateException | java.nio.BufferUnderflowException e) {
                throw new AssertionError("seed " + seed + " round " + i, e);
            }
        }
        assertThat(refused).as("seed " + seed).isPositive();
    }

    /** Mostly plausible: known types and lengths, often the beginning of an offer. */
    private static byte[] frame(Random random) {
        int[] lengths = {0, 1, 15, 16, 36, 96, Offer.Side.CLIENT.offerBytes(), random.nextInt(2_000)};
        int length = lengths[random.nextInt(lengths.length)];
        byte[] payload = new byte[length];
        random.nextBytes(payload);
        if (length > 4 && random.nextBoolean()) {
            ByteBuffer.wrap(payload).put((byte) 'S').put((byte) 'W').put((byte) '1').put((byte) (1 + random.nextInt(2)));
        }
        ByteBuffer frame = ByteBuffer.allocate(FrameHeader.BYTES + length);
        new FrameHeader((byte) random.nextInt(7), random.nextInt(3), random.nextInt(3), length).write(frame);
        return frame.put(payload).array();
    }
}
