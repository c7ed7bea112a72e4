package dev.shieldwall.crypto.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.crypto.ConstantTime;
import org.junit.jupiter.api.Test;

class BytesTest {

    @Test
    void partsStandBehindEachOther() {
        assertThat(Bytes.join()).isEmpty();
        assertThat(Bytes.join(new byte[0], new byte[] {1, 2}, new byte[0], new byte[] {3})).containsExactly(1, 2, 3);
    }

    @Test
    void whatIsJoinedIsACopy() {
        byte[] one = {1};
        byte[] joined = Bytes.join(one);
        one[0] = 2;
        assertThat(joined).containsExactly(1);
    }

    @Test
    void oneByteThatIsNotZeroIsEnough() {
        assertThat(ConstantTime.isZero(new byte[0])).isTrue();
        assertThat(ConstantTime.isZero(new byte[3])).isTrue();
        for (int i = 0; i < 3; i++) {
            byte[] bytes = new byte[3];
            bytes[i] = (byte) 0x80;
            assertThat(ConstantTime.isZero(bytes)).isFalse();
        }
    }
}
