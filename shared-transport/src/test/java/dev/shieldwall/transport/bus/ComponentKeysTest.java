package dev.shieldwall.transport.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.transport.bus.core.ComponentName;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The reference's vectors: master key 00..1f. */
class ComponentKeysTest {

    private static final String MASTER = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

    private static SecretBytes master() {
        return SecretBytes.copyOf(HexFormat.of().parseHex(MASTER));
    }

    @Test
    void aClientsCurveKeyIsThatOfTheReference() {
        assertThat(ComponentKeys.client(master(), new ComponentName("cli")).publicKey())
                .hasToString("4r[mBm%->y5d@jmXSM}w=<Xb).}(u0s9uw>F42Ix");
    }

    @Test
    void thePublicKeyOfASecretIsThatOfTheReference() {
        assertThat(CurveKeyPair.of(HexFormat.of().parseHex(MASTER)).publicKey())
                .hasToString("K3HW^WVq.zo69t)(umF>:XvwTj:QGN^yKlWaVH(S");
    }

    @Test
    void theSigningKeyIsThatOfTheReference() {
        assertThat(ComponentKeys.signing(master(), new ComponentName("backend")).publicKey().bytes())
                .asHexString()
                .isEqualToIgnoringCase("99073765a999c6dcdb3651d2829b35c91653407c25b9a35004785e746038fbb7");
    }

    @Test
    void theBrokersKeyIsNotTheOneInTheReferencesSource() {
        assertThat(ComponentKeys.broker(master()).publicKey().toString())
                .isNotEqualTo("Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID");
    }

    @Test
    void bothSidesComputeTheSameAndEachNameAnother() {
        var cli = new ComponentName("cli");
        assertThat(SealingIdentity.derive(master(), cli).publicKeys()).isEqualTo(SealingIdentity.derive(master(), cli).publicKeys());
        assertThat(ComponentKeys.encryption(master(), cli).publicKey())
                .isNotEqualTo(ComponentKeys.encryption(master(), new ComponentName("cli2")).publicKey());
    }

    @Test
    void noSecretIsPrinted() {
        assertThat(CurveKeyPair.of(HexFormat.of().parseHex(MASTER)).toString()).doesNotContain("009c61o!#m2NH?C3");
    }
}
