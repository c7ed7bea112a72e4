package dev.shieldwall.crypto.internal;

import java.util.List;
import java.util.stream.Stream;

/**
 * What an algorithm is called, and the byte that stands in front of its keys and artefacts.
 *
 * @param aliases names that are taken at the edge as well
 */
public record AlgorithmName(byte id, String canonical, List<String> aliases) {

    public static AlgorithmName of(int id, String canonical, String... aliases) {
        return new AlgorithmName((byte) id, canonical, List.of(aliases));
    }

    /** Whether {@code name} is the name or an alias, in any case of ASCII and with '_' for '-'. */
    public boolean isAlso(String name) {
        String wanted = plain(name);
        return Stream.concat(Stream.of(canonical), aliases.stream()).anyMatch(own -> plain(own).equals(wanted));
    }

    /** ASCII only: in lower case the sign of Kelvin is a k, and no name of an algorithm has one. */
    private static String plain(String name) {
        var plain = new StringBuilder(name.length());
        for (char letter : name.toCharArray()) {
            plain.append(letter >= 'A' && letter <= 'Z' ? (char) (letter | 0x20) : letter == '_' ? '-' : letter);
        }
        return plain.toString();
    }

    /** The id byte, then the bytes. */
    public byte[] tag(byte[] bytes) {
        return Bytes.join(new byte[] {id}, bytes);
    }
}
