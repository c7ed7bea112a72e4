package dev.shieldwall.service.web;

import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.MalformedException;
import dev.shieldwall.service.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/**
 * Text with slashes in it, such as a SPIFFE id, as one segment of a path: its UTF-8 as base64url without padding. A
 * percent-encoded slash would be refused, or decoded, by one of the servers on the way.
 */
public final class PathText {

    /** A longer segment is no id and is not decoded. */
    static final int MAX_CHARS = 512;

    private PathText() {}

    /**
     * What {@code parse} makes of the text in {@code segment}.
     *
     * @throws dev.shieldwall.service.problem.ProblemException if it is not base64url or {@code parse} refuses it
     */
    public static <T> T decode(String segment, Function<String, T> parse) {
        if (segment.length() > MAX_CHARS) {
            throw ProblemType.MALFORMED.because("the id in the path is too long");
        }
        try {
            return parse.apply(new String(Bytes.ofBase64Url(segment).unsafeArray(), StandardCharsets.UTF_8));
        } catch (MalformedException | IllegalArgumentException e) {
            throw ProblemType.MALFORMED.because("the id in the path is not the base64url of an id: " + e.getMessage());
        }
    }
}
