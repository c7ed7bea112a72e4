package dev.shieldwall.crypto.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.signature.SignatureAlgorithm;
import dev.shieldwall.crypto.signature.Signer;
import dev.shieldwall.crypto.signature.SigningContext;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Getting to a token, or not: what is no module, which token, and what a wrong PIN costs. */
class Pkcs11LibraryTest {

    private static final SigningContext CONTEXT = SigningContext.of("shieldwall/test/v1");

    @TempDir
    Path folder;

    private static TokenState stateOf(Throwable failure) {
        assertThat(failure).isInstanceOf(Pkcs11Exception.class);
        return ((Pkcs11Exception) failure).state();
    }

    private static String everythingSaid(Throwable failure) {
        var all = new StringWriter();
        failure.printStackTrace(new PrintWriter(all));
        return all.toString();
    }

    @Test
    void whatIsNoModuleIsRefusedByName() throws Exception {
        assertThatThrownBy(() -> Pkcs11Library.load(folder.resolve("absent.so")))
                .satisfies(e -> assertThat(stateOf(e)).isEqualTo(TokenState.REFUSED))
                .hasMessage("there is no PKCS#11 library " + folder.resolve("absent.so"));
        assertThatThrownBy(() -> Pkcs11Library.load(folder)).hasMessageContaining("there is no PKCS#11 library");
        Path broken = folder.resolve("broken.so");
        for (String content : List.of("", "dear", "\u007fEL")) {
            Files.writeString(broken, content);
            assertThatThrownBy(() -> Pkcs11Library.load(broken)).hasMessage(broken + " is no ELF library");
        }
        Path program = Path.of(System.getProperty("java.home"), "bin", "java");
        assertThatThrownBy(() -> Pkcs11Library.load(program))
                .hasMessage(program + " is no library that loads on this machine");
        Path other = Path.of(System.getProperty("java.home"), "lib", "libzip.so");
        assertThatThrownBy(() -> Pkcs11Library.load(other))
                .hasMessage(other + " is no PKCS#11 module: it has no C_GetFunctionList");
    }

    @Test
    void versionsTwoAndThreeAreSpoken() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment list = arena.allocate(FunctionList.BYTES, 8);
            for (int version : List.of(2, 3)) {
                list.set(ValueLayout.JAVA_BYTE, 0, (byte) version);
                assertThat(FunctionList.requireVersion(Path.of("x"), list)).isSameAs(list);
            }
            for (int version : List.of(1, 4)) {
                list.set(ValueLayout.JAVA_BYTE, 0, (byte) version);
                assertThatThrownBy(() -> FunctionList.requireVersion(Path.of("x"), list))
                        .hasMessage("x speaks version " + version + " of PKCS#11, not 2 or 3");
            }
            assertThatThrownBy(() -> new FunctionList(list)).hasMessage("the module lacks C_Initialize");
        }
    }

    @Test
    void aModuleIsInitializedOnceInAProcessAndAgainAfterItWasClosed() throws Exception {
        SoftHsm.in(folder);
        try (Pkcs11Library library = Pkcs11Library.load(SoftHsm.module())) {
            SoftHsm.open(library);
            assertThatThrownBy(() -> Pkcs11Library.load(SoftHsm.module()))
                    .hasMessageContaining("CKR_CRYPTOKI_ALREADY_INITIALIZED");
        }
        Pkcs11Library again = Pkcs11Library.load(SoftHsm.module());
        SoftHsm.open(again);
        again.close();
        again.close();
        assertThatThrownBy(() -> SoftHsm.open(again)).hasMessage("the PKCS#11 library was closed");
    }

    @Test
    void aTokenIsFoundByItsLabelAndOnlyIfNoOtherHasIt() throws Exception {
        SoftHsm soft = SoftHsm.in(folder);
        soft.makeToken("twin", SoftHsm.PIN);
        soft.makeToken("twin", SoftHsm.PIN);
        try (Pkcs11Library library = Pkcs11Library.load(SoftHsm.module())) {
            assertThatThrownBy(() -> library.open(TokenSettings.of("twin"), SoftHsm.pin(SoftHsm.PIN)))
                    .satisfies(e -> assertThat(stateOf(e)).isEqualTo(TokenState.REFUSED))
                    .hasMessageContaining("2 tokens have the label 'twin'")
                    .hasMessageContaining("'shieldwall test' (serial ");
            assertThatThrownBy(() -> library.open(TokenSettings.of("Twin"), SoftHsm.pin(SoftHsm.PIN)))
                    .hasMessageContaining("no token has the label 'Twin'");
            SoftHsm.open(library);
        }
    }

    @Test
    void aTokenThatThisProcessIsLoggedInToIsNotOpenedAgainBecauseItsPinWouldNotBeChecked() throws Exception {
        SoftHsm.in(folder);
        try (Pkcs11Library library = Pkcs11Library.load(SoftHsm.module())) {
            HsmToken token = SoftHsm.open(library);
            assertThatThrownBy(() -> library.open(TokenSettings.of(SoftHsm.LABEL), SoftHsm.pin("00000000")))
                    .hasMessageContaining("CKR_USER_ALREADY_LOGGED_IN");
            token.generateSigningKey("still-works", SignatureAlgorithm.ED25519);
            token.close();
            SoftHsm.open(library).signingKey("still-works", SignatureAlgorithm.ED25519);
        }
    }

    @Test
    void aWrongPinIsTriedOnceAndTheNextIsNotTriedUntilAPersonLoggedIn() throws Exception {
        SoftHsm soft = SoftHsm.in(folder);
        var tries = new AtomicInteger();
        var counting = new FaultyModule().with(Function.LOGIN, (real, arguments) -> {
            tries.incrementAndGet();
            return real.call(Function.LOGIN, arguments);
        });
        for (int restart = 0; restart < 3; restart++) {
            TokenState expected = restart == 0 ? TokenState.PIN_WRONG : TokenState.PIN_TRIES_LOW;
            try (Pkcs11Library library = counting.library()) {
                assertThatThrownBy(() -> library.open(TokenSettings.of(SoftHsm.LABEL), SoftHsm.pin("73519265")))
                        .satisfies(e -> assertThat(stateOf(e)).isEqualTo(expected))
                        .hasMessageContaining("token 'shieldwall test'")
                        .hasMessageNotContainingAny("73519265")
                        .satisfies(e -> assertThat(everythingSaid(e)).doesNotContain("73519265"));
                assertThatThrownBy(() -> SoftHsm.open(library)).as("not even the right one")
                        .satisfies(e -> assertThat(stateOf(e)).isEqualTo(TokenState.PIN_TRIES_LOW));
            }
            assertThat(tries).hasValue(1);
        }
        soft.tool("--list-objects");
        try (Pkcs11Library library = counting.library()) {
            SoftHsm.open(library);
        }
        assertThat(tries).hasValue(2);
    }

    @Test
    void aPinOfImpossibleLengthIsNotTried() throws Exception {
        SoftHsm soft = SoftHsm.emptyIn(folder);
        soft.makeToken("short", "1234");
        soft.makeToken("long", "5".repeat(255));
        try (Pkcs11Library library = Pkcs11Library.load(SoftHsm.module())) {
            for (String pin : List.of("123", "5".repeat(256))) {
                assertThatThrownBy(() -> library.open(TokenSettings.of("short"), SoftHsm.pin(pin)))
                        .hasMessageContaining("takes PINs of 4 to 255 bytes; this one was not tried");
            }
            library.open(TokenSettings.of("short"), SoftHsm.pin("1234")).close();
            library.open(TokenSettings.of("long"), SoftHsm.pin("5".repeat(255))).close();
        }
    }

    @Test
    void thePinIsOverwrittenWhateverComesOfIt() throws Exception {
        SoftHsm.in(folder);
        SecretBytes wrongToken = SoftHsm.pin(SoftHsm.PIN);
        SecretBytes right = SoftHsm.pin(SoftHsm.PIN);
        SecretBytes second = SoftHsm.pin(SoftHsm.PIN);
        try (Pkcs11Library library = Pkcs11Library.load(SoftHsm.module())) {
            assertThatThrownBy(() -> library.open(TokenSettings.of("absent"), wrongToken))
                    .isInstanceOf(Pkcs11Exception.class);
            library.open(TokenSettings.of(SoftHsm.LABEL), right);
            assertThatThrownBy(() -> library.open(TokenSettings.of(SoftHsm.LABEL), second))
                    .isInstanceOf(Pkcs11Exception.class);
        }
        for (SecretBytes pin : List.of(wrongToken, right, second)) {
            assertThatThrownBy(() -> pin.asKey("x").getEncoded()).isInstanceOf(CryptoBug.class);
        }
    }

    @Test
    void nativeMemoryOfSecretsIsOverwritten() {
        try (Arena arena = Arena.ofConfined()) {
            SecretMemory memory = SecretMemory.copyOf(arena, SoftHsm.pin("1234"));
            MemorySegment seen = MemorySegment.ofAddress(memory.address()).reinterpret(4);
            assertThat(seen.toArray(ValueLayout.JAVA_BYTE)).containsExactly('1', '2', '3', '4');
            assertThat(memory.read(2)).isEqualTo(SoftHsm.pin("12"));
            memory.close();
            assertThat(seen.toArray(ValueLayout.JAVA_BYTE)).containsExactly(0, 0, 0, 0);
        }
    }

    @Test
    void aTokenWhoseFolderIsRemovedFailsClearlyAndOneThatComesBackIsOpenedAnew() throws Exception {
        SoftHsm soft = SoftHsm.in(folder);
        try (Pkcs11Library library = Pkcs11Library.load(SoftHsm.module())) {
            HsmToken token = SoftHsm.open(library);
            Signer signer = token.generateSigningKey("k", SignatureAlgorithm.ED25519).signer(CONTEXT);
            delete(folder.resolve("tokens"));
            Files.createDirectory(folder.resolve("tokens"));
            assertThatThrownBy(() -> signer.sign(new byte[1]))
                    .satisfies(e -> assertThat(stateOf(e)).isEqualTo(TokenState.KEY_LOST))
                    .hasMessageContaining("CKR_OBJECT_HANDLE_INVALID");
            assertThatThrownBy(() -> token.generateSigningKey("n", SignatureAlgorithm.ED25519))
                    .isInstanceOf(Pkcs11Exception.class);
        }
        soft.makeToken(SoftHsm.LABEL, SoftHsm.PIN);
        try (Pkcs11Library library = Pkcs11Library.load(SoftHsm.module())) {
            SoftHsm.open(library).generateSigningKey("k", SignatureAlgorithm.ED25519);
        }
    }

    private static void delete(Path tree) throws IOException {
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
