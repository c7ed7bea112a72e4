package dev.shieldwall.crypto.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.kem.KemAlgorithm;
import dev.shieldwall.crypto.kem.KemPrivateKey;
import java.security.SecureRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A key that another thread closes: whatever its library then says, the caller hears that it was closed. */
class ClosedMeanwhileTest {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final SigningContext CONTEXT = SigningContext.of("shieldwall/test/v1");
    private static final int KEYS = 100;

    @ParameterizedTest
    @EnumSource(names = {"ED25519", "ED448", "ECDSA_P256", "ML_DSA_44", "SLH_DSA_SHA2_128F", "HYBRID_ED25519_ML_DSA_65"})
    void signingSaysThatTheKeyWasClosed(SignatureAlgorithm algorithm) throws Exception {
        for (int i = 0; i < (algorithm == SignatureAlgorithm.SLH_DSA_SHA2_128F ? 3 : KEYS); i++) {
            SignaturePrivateKey key = SignaturePrivateKey.generate(algorithm, RANDOM);
            Signer signer = new Signer(key, CONTEXT);
            closeWhile(() -> signer.sign(new byte[1]), key);
        }
    }

    @ParameterizedTest
    @EnumSource
    void decapsulatingSaysThatTheKeyWasClosed(KemAlgorithm algorithm) throws Exception {
        for (int i = 0; i < KEYS; i++) {
            KemPrivateKey key = KemPrivateKey.generate(algorithm, RANDOM);
            byte[] ciphertext = key.publicKey().encapsulate(RANDOM).ciphertext();
            closeWhile(() -> key.decapsulate(ciphertext).close(), key);
        }
    }

    /** Uses the key until that fails, and closes it meanwhile. */
    private static void closeWhile(Use use, AutoCloseable key) throws Exception {
        var used = new CountDownLatch(1);
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<Void> end = thread.submit(() -> {
                while (true) {
                    use.once();
                    used.countDown();
                }
            });
            used.await();
            key.close();
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(end::get)
                    .satisfies(e -> assertThat(e.getCause())
                            .isInstanceOf(CryptoBug.class)
                            .hasMessage("private key used after close"));
        }
    }

    @FunctionalInterface
    private interface Use {

        void once() throws Exception;
    }
}
