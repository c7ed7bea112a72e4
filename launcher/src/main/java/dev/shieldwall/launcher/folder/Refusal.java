package dev.shieldwall.launcher.folder;

/** A reason not to go on that the person at the terminal can act on; its message is printed as one line. */
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public Refusal(String message) {
        super(message);
    }
}
