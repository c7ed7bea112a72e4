package dev.shieldwall.transport.bus.core;


/** Bytes or text that are not what they should be. Says where, never the content, which a stranger chose. */
public final class MalformedException extends Exception {

    private static final long serialVersionUID = 1L;

    public MalformedException(String what) {
        super(what, null, false, false);
    }
}
