package dev.shieldwall.benchmark;

import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.aead.Aead;
import dev.shieldwall.crypto.aead.AeadAlgorithm;
import dev.shieldwall.crypto.aead.AeadKey;
import dev.shieldwall.crypto.pkcs11.HsmToken;
import dev.shieldwall.crypto.pkcs11.HsmWrappingKey;
import dev.shieldwall.crypto.pkcs11.Pkcs11Library;
import dev.shieldwall.crypto.pkcs11.TokenSettings;
import dev.shieldwall.crypto.signature.SignatureAlgorithm;
import dev.shieldwall.crypto.signature.SignaturePrivateKey;
import dev.shieldwall.crypto.signature.Signer;
import dev.shieldwall.crypto.signature.SigningContext;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keys in SoftHSM against keys in memory, in a JVM of its own, because the module reads the environment. What PKCS#11
 * costs, that is; a token of hardware is slower by far.
 */
final class HsmBenchmark implements Benchmark {

    private static final List<Path> MODULES = List.of(
            Path.of("/usr/lib/softhsm/libsofthsm2.so"),
            Path.of("/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"));
    private static final String LABEL = "shieldwall bench";
    private static final String PIN = "73519264";
    private static final SigningContext CONTEXT = SigningContext.of("benchmark");
    private static final byte[] MESSAGE = new byte[256];

    @Override
    public String name() {
        return "hsm";
    }

    @Override
    public String summary() {
        return "keys in SoftHSM against keys in memory, as ratios; about 1 minute";
    }

    @Override
    public List<Figure> run(PrintStream progress) throws IOException, InterruptedException {
        if (module().isEmpty()) {
            progress.println("  without SoftHSM (Debian: softhsm2) there is nothing to measure");
            return List.of();
        }
        Path folder = Files.createTempDirectory("shieldwall-hsm-");
        try {
            Path configuration = folder.resolve("softhsm2.conf");
            Path tokens = Files.createDirectory(folder.resolve("tokens"));
            Files.writeString(configuration, "directories.tokendir = " + tokens + "\nlog.level = ERROR\n");
            var environment = Map.of("SOFTHSM2_CONF", configuration.toString());
            makeToken(environment);
            return new OtherJvm(HsmBenchmark.class, List.of(), environment).run();
        } finally {
            ScratchMesh.deleteTree(folder);
        }
    }

    private static Optional<Path> module() {
        return MODULES.stream().filter(Files::isRegularFile).findFirst();
    }

    private static void makeToken(Map<String, String> environment) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(
                "softhsm2-util", "--init-token", "--free", "--label", LABEL, "--so-pin", "87654321", "--pin", PIN);
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("softhsm2-util made no token: " + said);
        }
    }

    /** The other JVM. */
    public static void main(String[] none) throws Throwable {
        try (Pkcs11Library library = Pkcs11Library.load(module().orElseThrow())) {
            HsmToken token = library.open(
                    TokenSettings.of(LABEL), SecretBytes.copyOf(PIN.getBytes(StandardCharsets.US_ASCII)));
            var duels = new ArrayList<Duel>();
            duels.add(signing("hsm.ed25519.sign.ratio_to_memory", token, SignatureAlgorithm.ED25519));
            duels.add(signing("hsm.ecdsap256.sign.ratio_to_memory", token, SignatureAlgorithm.ECDSA_P256));
            duels.add(sealing(token));
            for (Figure figure : CryptoBenchmark.measure(duels, System.err)) {
                OtherJvm.print(figure, "SoftHSM");
            }
        }
    }

    /** The token's signature is verified before it leaves. */
    private static Duel signing(String name, HsmToken token, SignatureAlgorithm algorithm) throws Exception {
        Signer held = token.generateSigningKey(algorithm.name(), algorithm).signer(CONTEXT);
        var inMemory = new Signer(SignaturePrivateKey.generate(algorithm, CryptoDuels.RANDOM), CONTEXT);
        return new Duel(name, () -> held.sign(MESSAGE), () -> inMemory.sign(MESSAGE));
    }

    /** What is sealed in the token is opened once to see that it opens. */
    private static Duel sealing(HsmToken token) throws Exception {
        HsmWrappingKey held = token.generateWrappingKey("wrap", CryptoDuels.RANDOM);
        byte[] dataKey = CryptoDuels.random(32);
        SecretBytes secret = SecretBytes.copyOf(dataKey);
        var inMemory = new Aead(
                AeadKey.of(AeadAlgorithm.AES_256_GCM, SecretBytes.copyOf(CryptoDuels.random(32))), CryptoDuels.RANDOM);
        return new Duel("hsm.datakey.seal.ratio_to_memory", () -> held.seal(secret, "x"), () -> inMemory.seal(dataKey, MESSAGE));
    }
}
