package dev.shieldwall.model;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Changes bytes at random, the same way for the same seed. */
public final class Mutations {

    private static final byte[][] PIECES = {
        {'"'}, {'{'}, {'}'}, {'['}, {']'}, {','}, {':'}, {'\\'}, {'\\', 'u', 'd', '8', '0', '0'}, {'n', 'u', 'l', 'l'},
        {'-', '0'}, {'1', 'e', '9'}, {(byte) 0xff}, {(byte) 0xc3}, {(byte) 0xa1}, {(byte) 0x9f}, {(byte) 0xbf},
        {(byte) 0x5b, 0x7f, -1, -1, -1, -1, -1, -1, -1}, {(byte) 0x9b, 0, 0, 0, 0, 0x7f, -1, -1, -1}, {0x1b}, {0}, {' '}
    };

    private final RandomGenerator random;

    public Mutations(RandomGenerator random) {
        this.random = random;
    }

    /** One to four changes to one of {@code corpus}. */
    public byte[] next(List<byte[]> corpus) {
        byte[] bytes = corpus.get(random.nextInt(corpus.size())).clone();
        for (int i = random.nextInt(1, 5); i > 0 && bytes.length > 0; i--) {
            bytes = change(bytes, corpus);
        }
        return bytes;
    }

    private byte[] change(byte[] bytes, List<byte[]> corpus) {
        int at = random.nextInt(bytes.length);
        int to = Math.min(bytes.length, at + random.nextInt(1, 40));
        return switch (random.nextInt(6)) {
            case 0 -> spliced(bytes, at, at + 1, new byte[] {(byte) (bytes[at] ^ (1 << random.nextInt(8)))});
            case 1 -> spliced(bytes, at, at, PIECES[random.nextInt(PIECES.length)]);
            case 2 -> spliced(bytes, at, to, new byte[0]);
            case 3 -> spliced(bytes, at, at, Arrays.copyOfRange(bytes, at, to));
            case 4 -> Arrays.copyOf(bytes, at);
            default -> {
                byte[] other = corpus.get(random.nextInt(corpus.size()));
                int from = random.nextInt(other.length);
                yield spliced(bytes, at, to, Arrays.copyOfRange(other, from, Math.min(other.length, from + to - at)));
            }
        };
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] piece) {
        byte[] result = new byte[bytes.length - (to - from) + piece.length];
        System.arraycopy(bytes, 0, result, 0, from);
        System.arraycopy(piece, 0, result, from, piece.length);
        System.arraycopy(bytes, to, result, from + piece.length, bytes.length - to);
        return result;
    }
}
