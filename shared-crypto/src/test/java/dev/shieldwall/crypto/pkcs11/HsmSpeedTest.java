package dev.shieldwall.crypto.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.signature.SignatureAlgorithm;
import dev.shieldwall.crypto.signature.Signer;
import dev.shieldwall.crypto.signature.SigningContext;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prints what docs/design/hsm.md quotes. Nothing passes or fails by it. */
class HsmSpeedTest {

    private static final int SLICES = 6;
    private static final int CALLS = 300;

    @TempDir
    Path folder;

    /** CPU time of the one thread: SoftHSM computes in it. The best of several slices. */
    private static void print(String what, Runnable call) {
        var threads = ManagementFactory.getThreadMXBean();
        long best = Long.MAX_VALUE;
        for (int slice = 0; slice < SLICES; slice++) {
            long start = threads.getCurrentThreadCpuTime();
            for (int i = 0; i < CALLS; i++) {
                call.run();
            }
            best = Math.min(best, threads.getCurrentThreadCpuTime() - start);
        }
        System.out.println(what + ": " + Math.round(CALLS * 1e9 / best) + " /s");
        assertThat(best).isPositive();
    }

    @Test
    void signaturesAndDataKeysASecond() throws Exception {
        SoftHsm.in(folder);
        byte[] message = new byte[256];
        try (Pkcs11Library library = Pkcs11Library.load(SoftHsm.module())) {
            HsmToken token = SoftHsm.open(library);
            for (SignatureAlgorithm algorithm : List.of(SignatureAlgorithm.ED25519, SignatureAlgorithm.ECDSA_P256)) {
                Signer signer = token.generateSigningKey(algorithm.name(), algorithm)
                        .signer(SigningContext.of("shieldwall/test/v1"));
                print(algorithm + ", signed and verified", () -> signer.sign(message));
            }
            HsmWrappingKey key = token.generateWrappingKey("wrap", new SecureRandom());
            SecretBytes dataKey = SecretBytes.copyOf(new byte[32]);
            print("data key, sealed and opened once", () -> key.seal(dataKey, "x"));
        }
    }
}
