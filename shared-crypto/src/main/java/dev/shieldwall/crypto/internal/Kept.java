package dev.shieldwall.crypto.internal;

import dev.shieldwall.crypto.CryptoBug;
import java.io.IOException;
import java.io.InputStream;

/** Known answers that are too long for the source, and are kept beside a class. */
public final class Kept {

    private Kept() {}

    public static byte[] read(Class<?> beside, String name) {
        try (InputStream kept = beside.getResourceAsStream(name)) {
            if (kept == null) {
                throw new CryptoBug("the program lacks " + name);
            }
            return kept.readAllBytes();
        } catch (IOException e) {
            throw new CryptoBug("the program cannot read " + name, e);
        }
    }
}
