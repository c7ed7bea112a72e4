package dev.shieldwall.crypto.signature;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

/** The checks by themselves: every library repeats some of them, so the end result would hide a missing one. */
class StrictRuleTest {

    private static final BigInteger SOME_Y = BigInteger.valueOf(3);

    @Test
    void sMustBeBelowTheGroupOrder() {
        accepted(SOME_Y, BigInteger.ZERO);
        accepted(SOME_Y, Edwards25519.L.subtract(BigInteger.ONE));
        rejected(SOME_Y, Edwards25519.L);
        rejected(SOME_Y, Edwards25519.L.add(BigInteger.ONE));
        rejected(SOME_Y, BigInteger.ONE.shiftLeft(255));
        rejected(SOME_Y, BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE));
    }

    @Test
    void theNonceMustBeCanonical() {
        BigInteger sign = BigInteger.ONE.shiftLeft(255);
        for (BigInteger half : new BigInteger[] {BigInteger.ZERO, sign}) {
            accepted(half.add(Edwards25519.P).subtract(BigInteger.TWO), BigInteger.ONE);
            for (int above = 0; above < 19; above++) {
                rejected(half.add(Edwards25519.P).add(BigInteger.valueOf(above)), BigInteger.ONE);
            }
        }
    }

    @Test
    void theNonceMustNotBeOfSmallOrderWithEitherSign() {
        for (Edwards25519.Point point : Edwards25519.SMALL_ORDER) {
            rejected(point.y(), BigInteger.ONE);
            rejected(point.y().setBit(255), BigInteger.ONE);
        }
        accepted(SOME_Y.setBit(255), BigInteger.ONE);
    }

    private static void accepted(BigInteger r, BigInteger s) {
        assertThatCode(() -> StrictRule.checkSignature(signature(r, s))).doesNotThrowAnyException();
    }

    private static void rejected(BigInteger r, BigInteger s) {
        assertThatExceptionOfType(SignatureRejectedException.class)
                .isThrownBy(() -> StrictRule.checkSignature(signature(r, s)));
    }

    private static byte[] signature(BigInteger r, BigInteger s) {
        byte[] signature = new byte[StrictRule.SIGNATURE_BYTES];
        System.arraycopy(Edwards25519.littleEndian(r), 0, signature, 0, 32);
        System.arraycopy(Edwards25519.littleEndian(s), 0, signature, 32, 32);
        return signature;
    }
}
