package dev.shieldwall.crypto.internal;

import java.util.List;
import java.util.Locale;
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

    /** Whether {@code name} is the name or an alias, in any case and with '_' for '-'. */
    public boolean isAlso(String name) {
        String wanted = plain(name);
        return Stream.concat(Stream.of(canonical), aliases.stream()).anyMatch(own -> plain(own).equals(wanted));
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The id byte, then the bytes. */
    public byte[] tag(byte[] bytes) {
        return Bytes.join(new byte[] {id}, bytes);
    }
}
