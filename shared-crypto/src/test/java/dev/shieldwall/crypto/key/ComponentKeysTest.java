package dev.shieldwall.crypto.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.shieldwall.crypto.SecretAccess;
import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.kem.KemPrivateKey;
import dev.shieldwall.crypto.signature.Ed25519PrivateKey;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** V7 and V8: what the reference program computes. */
class ComponentKeysTest {

    private static final HexFormat HEX = HexFormat.of();

    @ParameterizedTest
    @CsvSource({
        "backend, 31bb8f151f2c18a6f8729f9b8315301f837ab9d87effce27a80663ebd833761d, 99073765a999c6dcdb3651d2829b35c91653407c25b9a35004785e746038fbb7",
        "api_gateway, 312f260d71cb2b59036b177ef145487bb21a91d08f521068144a198b895693ea,"
    })
    void aTransportIdentityIsThatOfTheReferenceProgram(String component, String seed, String publicKey) {
        try (Ed25519PrivateKey key = ComponentKeys.transportIdentity(master(), component)) {
            assertThat(HEX.formatHex(key.seed(SecretAccess.granted()))).isEqualTo(seed);
            if (publicKey != null) {
                assertThat(HEX.formatHex(key.publicKey().bytes())).isEqualTo(publicKey);
            }
        }
    }

    @Test
    void aCurveKeyIsThatOfTheReferenceProgram() {
        try (KemPrivateKey key = ComponentKeys.curveKey(master(), "message_bus_client_cli")) {
            assertThat(HEX.formatHex(key.encode(SecretAccess.granted())))
                    .endsWith("ea5c00935dfc87e565c8962fe10f105299185ca257a72a418f4c2b56650bec83");
            assertThat(HEX.formatHex(key.publicKey().bytes()))
                    .isEqualTo("0d779a5b477ad9db10115decb9920029d00ccc4dc3de1b97577633497fb7033c");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 31, 33})
    void aMasterKeyOfAnotherLengthIsRefused(int bytes) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ComponentKeys.transportIdentity(SecretBytes.copyOf(new byte[bytes]), "backend"));
    }

    @Test
    void aComponentHasANameOfItsBound() {
        ComponentKeys.transportIdentity(master(), "a").close();
        ComponentKeys.transportIdentity(master(), "a".repeat(64)).close();
        for (String wrong : new String[] {"", "a".repeat(65), "a b", "ä", "a/b", "a\n"}) {
            assertThatIllegalArgumentException().isThrownBy(() -> ComponentKeys.transportIdentity(master(), wrong));
        }
    }

    private static SecretBytes master() {
        return SecretBytes.copyOf(HEX.parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"));
    }
}
