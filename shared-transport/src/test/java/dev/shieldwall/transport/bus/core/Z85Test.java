package dev.shieldwall.transport.bus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Z85Test {

    @ParameterizedTest
    @CsvSource({
        "864fd26fb559f75b, HelloWorld",
        "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f, 009c61o!#m2NH?C3>iWS5d]J*6CRx17-skh9337x",
        "bb88471d65e2659b30c55a5321cebb5aab2b70a398645c26dca2b2fcb43fc518, Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID",
        "ffffffff, %nSc0", "'', ''"
    })
    void knownTexts(String hex, String text) throws MalformedException {
        assertThat(Z85.encode(HexFormat.of().parseHex(hex))).isEqualTo(text);
        assertThat(Z85.decode(text)).asHexString().isEqualToIgnoringCase(hex);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Hell", "Hello1", "Hel o", "Hel\"o", "%nSc1", "#####", "Héllo"})
    void theseAreNone(String text) {
        assertThatThrownBy(() -> Z85.decode(text)).isInstanceOf(MalformedException.class);
    }

    @Test
    void bytesComeInFours() {
        assertThatIllegalArgumentException().isThrownBy(() -> Z85.encode(new byte[5]));
        assertThatIllegalArgumentException().isThrownBy(() -> new CurveKey(new byte[31]));
        assertThatThrownBy(() -> CurveKey.parse("HelloWorld")).isInstanceOf(MalformedException.class);
    }
}
