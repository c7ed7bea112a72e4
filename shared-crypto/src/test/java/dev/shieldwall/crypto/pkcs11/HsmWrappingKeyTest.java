package dev.shieldwall.crypto.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.aead.OpenRejectedException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data keys sealed by an AES key in a real SoftHSM. */
class HsmWrappingKeyTest {

    private static final String CONTEXT = "shieldwall/data-key/v1";
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    Path folder;

    private SoftHsm soft;
    private Pkcs11Library library;
    private HsmToken token;

    @BeforeEach
    void aToken() throws Exception {
        soft = SoftHsm.in(folder);
        library = Pkcs11Library.load(SoftHsm.module());
        token = SoftHsm.open(library);
    }

    @AfterEach
    void nothingIsLeftInitialized() {
        if (library != null) {
            library.close();
        }
    }

    @Test
    void aDataKeyOpensWithItsContextAndAfterARestart() throws Exception {
        HsmWrappingKey key = token.generateWrappingKey("wrap", RANDOM);
        SecretBytes dataKey = SecretBytes.random(32, RANDOM);
        byte[] sealed = key.seal(dataKey, CONTEXT);

        assertThat(sealed).hasSize(1 + 12 + 32 + 16).startsWith(0x70);
        assertThat(key.open(sealed, CONTEXT)).isEqualTo(dataKey);
        assertThat(key.seal(dataKey, CONTEXT)).as("another nonce").isNotEqualTo(sealed);

        library.close();
        library = Pkcs11Library.load(SoftHsm.module());
        token = SoftHsm.open(library);
        assertThat(token.wrappingKey("wrap", RANDOM).open(sealed, CONTEXT)).isEqualTo(dataKey);
    }

    @Test
    void nothingElseOpens() throws Exception {
        HsmWrappingKey key = token.generateWrappingKey("wrap", RANDOM);
        HsmWrappingKey other = token.generateWrappingKey("other", RANDOM);
        byte[] sealed = key.seal(SecretBytes.random(32, RANDOM), CONTEXT);

        for (String context : List.of(CONTEXT + "x", "x", CONTEXT.substring(1))) {
            assertThatThrownBy(() -> key.open(sealed, context)).isInstanceOf(OpenRejectedException.class);
        }
        assertThatThrownBy(() -> other.open(sealed, CONTEXT)).isInstanceOf(OpenRejectedException.class);
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> key.open(changed, CONTEXT)).as("byte " + i).isInstanceOf(OpenRejectedException.class);
        }
        for (int length = 0; length < sealed.length; length++) {
            byte[] cut = Arrays.copyOf(sealed, length);
            assertThatThrownBy(() -> key.open(cut, CONTEXT)).isInstanceOf(OpenRejectedException.class);
        }
        assertThatThrownBy(() -> key.open(new byte[1 << 20], CONTEXT)).isInstanceOf(OpenRejectedException.class);
        assertThat(key.open(sealed, CONTEXT).length()).as("after all that").isEqualTo(32);
    }

    @Test
    void dataKeysAndContextsAreBoundedOnBothSides() throws Exception {
        HsmWrappingKey key = token.generateWrappingKey("wrap", RANDOM);
        for (int length : List.of(HsmWrappingKey.SHORTEST_DATA_KEY, HsmWrappingKey.LONGEST_DATA_KEY)) {
            SecretBytes dataKey = SecretBytes.random(length, RANDOM);
            assertThat(key.open(key.seal(dataKey, "x"), "x")).isEqualTo(dataKey);
        }
        for (int length : List.of(0, HsmWrappingKey.SHORTEST_DATA_KEY - 1, HsmWrappingKey.LONGEST_DATA_KEY + 1)) {
            assertThatThrownBy(() -> key.seal(SecretBytes.random(length, RANDOM), "x"))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        SecretBytes dataKey = SecretBytes.random(32, RANDOM);
        String longest = "x".repeat(HsmWrappingKey.LONGEST_CONTEXT);
        assertThat(key.open(key.seal(dataKey, longest), longest)).isEqualTo(dataKey);
        for (String context : List.of("", longest + "x", "a b", "é")) {
            assertThatThrownBy(() -> key.seal(dataKey, context)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> key.open(new byte[61], context)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aClosedDataKeyIsNotSealed() {
        HsmWrappingKey key = token.generateWrappingKey("wrap", RANDOM);
        SecretBytes dataKey = SecretBytes.random(32, RANDOM);
        dataKey.close();
        assertThatThrownBy(() -> key.seal(dataKey, CONTEXT)).isInstanceOf(CryptoBug.class);
    }

    @Test
    void keysThatOpenScMadeAreUsedIfTheyAreGuardedAndLongEnough() throws Exception {
        library.close();
        soft.tool("--keygen", "--key-type", "AES:32", "--sensitive", "--private", "--label", "good");
        soft.tool("--keygen", "--key-type", "AES:16", "--sensitive", "--private", "--label", "short");
        soft.tool("--keygen", "--key-type", "AES:32", "--private", "--label", "readable");
        soft.tool("--keygen", "--key-type", "AES:32", "--sensitive", "--label", "public");
        soft.tool("--keygen", "--key-type", "AES:32", "--sensitive", "--private", "--extractable", "--label", "loose");
        library = Pkcs11Library.load(SoftHsm.module());
        token = SoftHsm.open(library);

        HsmWrappingKey key = token.wrappingKey("good", RANDOM);
        SecretBytes dataKey = SecretBytes.random(32, RANDOM);
        assertThat(key.open(key.seal(dataKey, CONTEXT), CONTEXT)).isEqualTo(dataKey);
        assertThatThrownBy(() -> token.wrappingKey("short", RANDOM)).hasMessageContaining("not an AES key of 256 bits");
        assertThatThrownBy(() -> token.wrappingKey("readable", RANDOM)).hasMessageContaining("wrong CKA_SENSITIVE");
        assertThatThrownBy(() -> token.wrappingKey("public", RANDOM)).hasMessageContaining("wrong CKA_PRIVATE");
        assertThatThrownBy(() -> token.wrappingKey("loose", RANDOM)).hasMessageContaining("wrong CKA_EXTRACTABLE");
        assertThatThrownBy(() -> token.wrappingKey("absent", RANDOM)).hasMessageContaining("there is no AES key");
    }

    @Test
    void aWrappingKeyThatWeMadeNeverLeavesAndOnlySeals() throws Exception {
        token.generateWrappingKey("wrap", RANDOM);
        library.close();
        String listed = soft.tool("--list-objects", "--type", "secrkey");
        assertThat(listed).contains("sensitive, always sensitive, never extractable, local");
        assertThat(listed).contains("encrypt, decrypt").doesNotContain("wrap,", "unwrap");
    }
}
