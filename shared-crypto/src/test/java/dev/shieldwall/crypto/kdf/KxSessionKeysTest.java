package dev.shieldwall.crypto.kdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.SecretAccess;
import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.signature.KeyRejectedException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class KxSessionKeysTest {

    private static final byte[] CLIENT = filled(1);
    private static final byte[] SERVER = filled(2);

    /** V4 of the reference, which libsodium computed. */
    @Test
    void theKnownAnswersHold() {
        KxSessionKeys.selfTest();
    }

    @Test
    void whatOneSideSendsTheOtherReceives() throws KeyRejectedException {
        KxSessionKeys client = KxSessionKeys.client(agreement(), CLIENT, SERVER);
        KxSessionKeys server = KxSessionKeys.server(agreement(), CLIENT, SERVER);
        assertThat(client.transmit()).isEqualTo(server.receive()).isNotEqualTo(client.receive());
        assertThat(client.receive()).isEqualTo(server.transmit());
        assertThat(client.receive().length()).isEqualTo(32);
        assertThat(client.transmit().length()).isEqualTo(32);
    }

    @Test
    void everyInputMatters() throws KeyRejectedException {
        KxSessionKeys known = KxSessionKeys.client(agreement(), CLIENT, SERVER);
        assertThat(KxSessionKeys.client(agreement(), SERVER, CLIENT)).isNotEqualTo(known);
        assertThat(KxSessionKeys.client(agreement(), filled(3), SERVER)).isNotEqualTo(known);
        assertThat(KxSessionKeys.client(agreement(), CLIENT, filled(3))).isNotEqualTo(known);
        assertThat(KxSessionKeys.client(SecretBytes.copyOf(filled(4)), CLIENT, SERVER)).isNotEqualTo(known);
        assertThat(KxSessionKeys.client(agreement(), CLIENT, SERVER)).isEqualTo(known);
    }

    @Test
    void otherSizesAndAnAgreementOfZerosAreRefused() {
        for (int length : new int[] {0, 31, 33}) {
            byte[] other = Arrays.copyOf(filled(5), length);
            assertThatExceptionOfType(KeyRejectedException.class)
                    .isThrownBy(() -> KxSessionKeys.client(agreement(), CLIENT, other));
            assertThatExceptionOfType(KeyRejectedException.class)
                    .isThrownBy(() -> KxSessionKeys.server(agreement(), other, SERVER));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> KxSessionKeys.client(SecretBytes.copyOf(other), CLIENT, SERVER));
        }
        assertThatExceptionOfType(KeyRejectedException.class)
                .isThrownBy(() -> KxSessionKeys.client(SecretBytes.copyOf(new byte[32]), CLIENT, SERVER));
    }

    @Test
    void closingClosesBothKeysAndLeavesTheAgreement() throws KeyRejectedException {
        SecretBytes agreement = agreement();
        KxSessionKeys keys = KxSessionKeys.server(agreement, CLIENT, SERVER);
        keys.close();
        assertThatExceptionOfType(CryptoBug.class).isThrownBy(() -> keys.receive().copy(SecretAccess.granted()));
        assertThatExceptionOfType(CryptoBug.class).isThrownBy(() -> keys.transmit().copy(SecretAccess.granted()));
        assertThat(agreement).isEqualTo(agreement());
        assertThat(keys.toString()).contains("redacted");
    }

    private static SecretBytes agreement() {
        return SecretBytes.copyOf(filled(9));
    }

    private static byte[] filled(int value) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
