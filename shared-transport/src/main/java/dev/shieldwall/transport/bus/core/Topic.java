package dev.shieldwall.transport.bus.core;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a message is about: {@code area/noun/verb/v1}, and {@code area/noun/verb/v1.peer} if it is for one component.
 *
 * <p>Three to eight segments of {@code a-z 0-9 _ -}, the last a version; at most {@value #MAX_CHARACTERS} characters in
 * all. Rights are asked for the part without the peer.
 *
 * @param base the topic without a peer
 * @param peer the component that it is for, or empty
 */
public record Topic(String base, String peer) {

    public static final int MAX_CHARACTERS = 200;
    static final String SEGMENT = "[a-z0-9_-]{1,64}";
    private static final Pattern FORM = Pattern.compile(
            "((?:" + SEGMENT + "/){2,7}v[1-9][0-9]{0,3})(?:\\.(" + ComponentName.FORM + "))?");

    public Topic {
        Matcher form = FORM.matcher(text(base, peer));
        if (text(base, peer).length() > MAX_CHARACTERS || !form.matches() || !base.equals(form.group(1))) {
            throw new IllegalArgumentException("a topic is area/noun/verb/v1 or area/noun/verb/v1.peer");
        }
    }

    public static Topic of(String base) {
        return new Topic(base, "");
    }

    public static Topic parse(byte[] text) throws MalformedException {
        if (text.length > MAX_CHARACTERS) {
            throw new MalformedException("a topic of " + text.length + " bytes");
        }
        // Every byte is one character, and those above ASCII are not in the form.
        Matcher form = FORM.matcher(new String(text, StandardCharsets.ISO_8859_1));
        if (!form.matches()) {
            throw new MalformedException("not a topic");
        }
        return new Topic(form.group(1), form.group(2) == null ? "" : form.group(2));
    }

    public Topic forPeer(ComponentName name) {
        return new Topic(base, name.value());
    }

    /** Whether {@code name} may see it at all, rights aside. */
    public boolean isFor(ComponentName name) {
        return peer.isEmpty() || peer.equals(name.value());
    }

    List<String> segments() {
        return List.of(base.split("/"));
    }

    public byte[] bytes() {
        return toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static String text(String base, String peer) {
        return peer.isEmpty() ? base : base + "." + peer;
    }

    @Override
    public String toString() {
        return text(base, peer);
    }
}
