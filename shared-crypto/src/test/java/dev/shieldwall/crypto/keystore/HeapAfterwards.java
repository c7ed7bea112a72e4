package dev.shieldwall.crypto.keystore;

import static dev.shieldwall.crypto.keystore.Pkcs12Parts.LEAST;
import static dev.shieldwall.crypto.keystore.Pkcs12Parts.PASSWORD;
import static dev.shieldwall.crypto.keystore.Pkcs12Parts.RANDOM;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.shieldwall.crypto.SecretAccess;
import dev.shieldwall.crypto.signature.SignatureAlgorithm;
import dev.shieldwall.crypto.signature.SignaturePrivateKey;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * A process of its own that writes and reads keys, overwrites them, and looks for copies in its heap. Without a collector:
 * nothing that was ever made there is gone. The keys are Ed448, because the engines of others keep copies of their own.
 */
final class HeapAfterwards {

    private static final byte MASK = 0x5a;

    private HeapAfterwards() {}

    /** @param args where to put the dump */
    public static void main(String[] args) throws IOException {
        byte[] written = hiddenAfter(key -> Pkcs12.encode(new Pkcs12Key("", key), PASSWORD, LEAST, RANDOM));
        byte[] failed = hiddenAfter(HeapAfterwards::writeWithoutRandomness);
        byte[] refused = hiddenAfter(HeapAfterwards::readWithSomethingBehind);
        byte[] read = hiddenAfter(HeapAfterwards::readAndClose);
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(args[0], false);
        try (FileChannel dump = FileChannel.open(Path.of(args[0]))) {
            MappedByteBuffer heap = dump.map(FileChannel.MapMode.READ_ONLY, 0, dump.size());
            System.out.println("written " + copies(heap, written) + ", failed " + copies(heap, failed) + ", refused "
                    + copies(heap, refused) + ", read " + copies(heap, read));
        }
    }

    private interface Use {
        void of(SignaturePrivateKey key);
    }

    private static byte[] hiddenAfter(Use use) {
        try (SignaturePrivateKey key = SignaturePrivateKey.generate(SignatureAlgorithm.ED448, RANDOM)) {
            byte[] tagged = key.encode(SecretAccess.granted());
            byte[] hidden = new byte[tagged.length - 1];
            for (int i = 0; i < hidden.length; i++) {
                hidden[i] = (byte) (tagged[i + 1] ^ MASK);
            }
            Arrays.fill(tagged, (byte) 0);
            use.of(key);
            return hidden;
        }
    }

    private static void writeWithoutRandomness(SignaturePrivateKey key) {
        try {
            Pkcs12.encode(new Pkcs12Key("", key), PASSWORD, LEAST, new SecureRandom() {
                @Override
                public void nextBytes(byte[] bytes) {
                    throw new ProviderException("the source of randomness is gone");
                }
            });
        } catch (ProviderException e) {
            return;
        }
        throw new AssertionError("written");
    }

    private static void readWithSomethingBehind(SignaturePrivateKey key) {
        byte[] whole = Pkcs8.encode(key);
        byte[] more = Arrays.copyOf(whole, whole.length + 2);
        more[1] += 2;
        more[whole.length] = 5;
        try {
            Pkcs8.decode(more);
        } catch (Pkcs12RejectedException e) {
            Arrays.fill(whole, (byte) 0);
            Arrays.fill(more, (byte) 0);
            return;
        }
        throw new AssertionError("read");
    }

    private static void readAndClose(SignaturePrivateKey key) {
        byte[] whole = Pkcs8.encode(key);
        try {
            Pkcs8.decode(whole).close();
        } catch (Pkcs12RejectedException e) {
            throw new AssertionError(e);
        }
        Arrays.fill(whole, (byte) 0);
    }

    private static int copies(MappedByteBuffer heap, byte[] hidden) {
        int copies = 0;
        for (int at = 0; at <= heap.limit() - hidden.length; at++) {
            int same = 0;
            while (same < hidden.length && (heap.get(at + same) ^ MASK) == hidden[same]) {
                same++;
            }
            copies += same == hidden.length ? 1 : 0;
        }
        return copies;
    }
}
