package dev.shieldwall.transport.nacl.core;

import dev.shieldwall.crypto.signature.Ed25519PublicKey;
import java.util.HexFormat;

/** How a client is named on the wire: the first 8 bytes of its identity key. Whoever knows the key can say it. */
public record ClientId(String value) {

    private static final int DIGITS = 16;

    public ClientId {
        if (!isOne(value)) {
            throw new IllegalArgumentException("a client id is 16 lower-case hexadecimal digits");
        }
    }

    public static ClientId of(Ed25519PublicKey key) {
        return new ClientId(HexFormat.of().formatHex(key.bytes(), 0, DIGITS / 2));
    }

    public static ClientId parse(String text) throws NaclRefusedException {
        if (!isOne(text)) {
            throw new NaclRefusedException(NaclRefusal.MALFORMED);
        }
        return new ClientId(text);
    }

    private static boolean isOne(String text) {
        return text.length() == DIGITS && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    @Override
    public String toString() {
        return value;
    }
}
