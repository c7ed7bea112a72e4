package dev.shieldwall.crypto;

/**
 * The token that {@link SecretBytes} asks for before it hands out its content. It protects nothing at run time; it
 * makes every place that reads a secret visible to a text search and to a reviewer.
 */
public final class SecretAccess {

    private static final SecretAccess GRANTED = new SecretAccess();

    private SecretAccess() {}

    public static SecretAccess granted() {
        return GRANTED;
    }
}
