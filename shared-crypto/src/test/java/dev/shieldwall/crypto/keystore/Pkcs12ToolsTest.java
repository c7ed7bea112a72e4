package dev.shieldwall.crypto.keystore;

import static dev.shieldwall.crypto.keystore.Pkcs12Parts.RANDOM;
import static dev.shieldwall.crypto.keystore.Pkcs12Parts.encoded;
import static dev.shieldwall.crypto.keystore.Pkcs12Parts.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shieldwall.crypto.keystore.Pkcs12RejectedException.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of ours in OpenSSL and the JDK, and theirs here. */
class Pkcs12ToolsTest {

    /** With letters outside of ASCII and one outside of the BMP: both programs must turn it into the same bytes. */
    private static final String PASSWORD = "pässwörd😀";

    @TempDir
    private Path folder;

    private Path passwordFile;

    @BeforeEach
    void writePassword() throws IOException {
        passwordFile = Files.writeString(folder.resolve("password"), PASSWORD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ed25519", "Ed448", "EC"})
    void opensslReadsOurs(String algorithm) throws Exception {
        Certified certified = Certified.make(algorithm);
        Path ours = Files.write(folder.resolve("ours.p12"), ours(certified, PASSWORD));
        String said = openssl(0, "pkcs12", "-in", ours, "-nodes", "-nocerts", "-info", "-passin", "file:" + passwordFile);
        assertThat(said).contains(
                "MAC: sha256, Iteration 600000", "friendlyName: root",
                "Shrouded Keybag: PBES2, PBKDF2, AES-256-CBC, Iteration 600000, PRF hmacWithSHA256");
        byte[] pem = said.substring(said.indexOf("-----BEGIN"), said.indexOf("KEY-----\n", said.indexOf("-----END")) + 9)
                .getBytes(StandardCharsets.US_ASCII);
        assertThat(encoded(Pkcs8.decode(Pem.decode("PRIVATE KEY", pem).orElseThrow()))).isEqualTo(encoded(certified.key()));
        assertThat(openssl(1, "pkcs12", "-in", ours, "-nodes", "-nocerts", "-passin", "pass:wrong password"))
                .contains("invalid password");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ed25519", "Ed448", "EC"})
    void weReadWhatOpensslExportsUnlessToldOtherwise(String algorithm) throws Exception {
        Certified certified = Certified.make(algorithm);
        Pkcs12Key read = decoded(export(certified, true, "-name", "root"));
        assertThat(read.name()).isEqualTo("root");
        assertThat(encoded(read.key())).isEqualTo(encoded(certified.key()));
        assertThat(encoded(decoded(export(certified, false)).key())).isEqualTo(encoded(certified.key()));
    }

    @ParameterizedTest
    @CsvSource({
        "-legacy, OTHER_MAC",
        "-macalg sha1, OTHER_MAC",
        "-macalg sha512, OTHER_MAC",
        "-legacy -macalg sha256, OTHER_ENCRYPTION",
        "-keypbe PBE-SHA1-3DES, OTHER_ENCRYPTION",
        "-certpbe PBE-SHA1-3DES, OTHER_ENCRYPTION",
        "-keypbe AES-128-CBC, OTHER_ENCRYPTION",
        "-keypbe NONE, UNENCRYPTED_KEY",
        "-nomac, NO_MAC",
        "-iter 2047, COST",
        "-nomaciter, COST",
        "-noiter, COST"
    })
    void whatOpensslWritesWeakerIsRefusedByName(String options, Reason reason) throws Exception {
        byte[] exported = export(Certified.make("EC"), true, options.split(" "));
        assertThatExceptionOfType(Pkcs12RejectedException.class)
                .isThrownBy(() -> decoded(exported))
                .matches(e -> e.reason() == reason, reason.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-iter 2048", "-iter 100000", "-certpbe NONE", "-keyex", "-CSP shieldwall"})
    void whatOpensslWritesAsStrongIsRead(String options) throws Exception {
        Certified certified = Certified.make("EC");
        assertThat(encoded(decoded(export(certified, true, options.split(" "))).key())).isEqualTo(encoded(certified.key()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ed25519", "Ed448", "EC"})
    void theJdkReadsOurs(String algorithm) throws Exception {
        Certified certified = Certified.make(algorithm);
        KeyStore store = KeyStore.getInstance("PKCS12", "SunJSSE");
        store.load(new ByteArrayInputStream(ours(certified, PASSWORD)), PASSWORD.toCharArray());
        assertThat(store.size()).isEqualTo(1);
        byte[] read = store.getKey("root", PASSWORD.toCharArray()).getEncoded();
        assertThat(encoded(Pkcs8.decode(read))).isEqualTo(encoded(certified.key()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ed25519", "Ed448", "EC"})
    void weReadWhatTheJdkStores(String algorithm) throws Exception {
        Certified certified = Certified.make(algorithm);
        KeyStore store = KeyStore.getInstance("PKCS12", "SunJSSE");
        store.load(null, null);
        store.setKeyEntry("root", certified.jdkKey(), PASSWORD.toCharArray(), new Certificate[] {certified.parsed()});
        var out = new ByteArrayOutputStream();
        store.store(out, PASSWORD.toCharArray());
        Pkcs12Key read = decoded(out.toByteArray());
        assertThat(read.name()).isEqualTo("root");
        assertThat(encoded(read.key())).isEqualTo(encoded(certified.key()));
    }

    @Test
    void keytoolListsOurs() throws Exception {
        Path ours = Files.write(folder.resolve("ours.p12"), ours(Certified.make("Ed25519"), "correct horse"));
        String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        assertThat(run(0, List.of(keytool, "-J-Duser.language=en", "-list", "-keystore", ours.toString(), "-storepass", "correct horse")))
                .contains("Keystore type: PKCS12", "1 entry", "root, ", "PrivateKeyEntry");
    }

    private static byte[] ours(Certified certified, String password) {
        return Pkcs12.encode(new Pkcs12Key("root", certified.key()), secret(password), RANDOM);
    }

    private static Pkcs12Key decoded(byte[] file) throws Pkcs12RejectedException {
        return Pkcs12.decode(file, secret(PASSWORD));
    }

    private byte[] export(Certified certified, boolean withCertificate, String... options) throws Exception {
        Path key = Files.write(folder.resolve("key.pem"), Pem.encode("PRIVATE KEY", certified.pkcs8()));
        Path certificate = Files.write(folder.resolve("certificate.pem"), Pem.encode("CERTIFICATE", certified.certificate()));
        Path theirs = folder.resolve("theirs.p12");
        var words = new ArrayList<Object>(List.of("pkcs12", "-export", "-inkey", key, "-out", theirs, "-passout", "file:" + passwordFile));
        words.addAll(withCertificate ? List.of("-in", certificate) : List.of("-nocerts"));
        words.addAll(Arrays.asList(options));
        openssl(0, words.toArray());
        return Files.readAllBytes(theirs);
    }

    private static String openssl(int exit, Object... words) throws IOException, InterruptedException {
        boolean there = Files.isExecutable(Path.of("/usr/bin/openssl"));
        String absent = "no openssl: apt-get install openssl";
        assertThat(there || !"required".equals(System.getProperty("shieldwall.tools"))).as(absent).isTrue();
        assumeTrue(there, absent);
        return run(exit, Stream.concat(Stream.of("/usr/bin/openssl"), Arrays.stream(words).map(Object::toString)).toList());
    }

    private static String run(int exit, List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isEqualTo(exit);
        return output;
    }
}
