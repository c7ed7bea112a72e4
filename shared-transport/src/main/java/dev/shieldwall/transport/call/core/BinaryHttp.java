package dev.shieldwall.transport.call.core;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Requests and responses as known-length messages (RFC 9292 section 3). Read are also messages that leave empty ends out
 * (3.8) or are padded with zeros; refused are trailers, informational responses and the indeterminate-length form.
 */
public final class BinaryHttp {

    public static final int MAX_FIELDS = 64;

    static final int REQUEST = 0;
    static final int RESPONSE = 1;
    private static final String SCHEME = "https";
    private static final Pattern METHOD = Pattern.compile("[A-Z]{1,16}");
    private static final Pattern PATH = Pattern.compile("/[\\x21\\x24-\\x3b\\x3d\\x3f-\\x5b\\x5d\\x5f\\x61-\\x7a\\x7e]{0,4095}");
    private static final Pattern AUTHORITY = Pattern.compile("[a-z0-9._:-]{1,128}");

    private BinaryHttp() {}

    /** @throws IllegalArgumentException if it is no request */
    public static byte[] encode(CallRequest request) {
        if (!METHOD.matcher(request.method()).matches() || !PATH.matcher(request.path()).matches()
                || !AUTHORITY.matcher(request.authority()).matches()) {
            throw new IllegalArgumentException("a request has a method, an authority and a path");
        }
        var out = new CallWriter();
        out.number(REQUEST);
        out.text(request.method());
        out.text(SCHEME);
        out.text(request.authority());
        out.text(request.path());
        fields(request.fields(), out);
        out.bytes(request.content());
        out.number(0);
        return out.toBytes();
    }

    public static byte[] encode(CallResponse response) {
        var out = new CallWriter();
        out.number(RESPONSE);
        out.number(response.status());
        fields(response.fields(), out);
        out.bytes(response.content());
        out.number(0);
        return out.toBytes();
    }

    private static void fields(List<Field> fields, CallWriter out) {
        if (fields.size() > MAX_FIELDS) {
            throw new IllegalArgumentException("a message has at most " + MAX_FIELDS + " fields");
        }
        var section = new CallWriter();
        for (Field field : fields) {
            section.text(field.name());
            section.text(field.value());
        }
        out.bytes(section.toBytes());
    }

    public static CallRequest request(byte[] message) throws MalformedCallException {
        var in = new CallReader(message);
        require(in.number() == REQUEST, "not a request of known length");
        String method = matching(METHOD, in.text(), "method");
        require(in.text().equals(SCHEME), "the scheme is " + SCHEME);
        String authority = matching(AUTHORITY, in.text(), "authority");
        String path = matching(PATH, in.text(), "path");
        List<Field> fields = fields(in.section());
        byte[] content = in.bytes();
        end(in);
        return new CallRequest(method, authority, path, fields, content);
    }

    public static CallResponse response(byte[] message) throws MalformedCallException {
        var in = new CallReader(message);
        require(in.number() == RESPONSE, "not a response of known length");
        long status = in.number();
        require(status >= CallResponse.FIRST_STATUS && status <= CallResponse.LAST_STATUS, "not a final status");
        List<Field> fields = fields(in.section());
        byte[] content = in.bytes();
        end(in);
        return new CallResponse((int) status, fields, content);
    }

    private static List<Field> fields(CallReader section) throws MalformedCallException {
        var fields = new ArrayList<Field>();
        while (section.hasMore()) {
            String name = section.text();
            String value = section.text();
            require(fields.size() < MAX_FIELDS, "more than " + MAX_FIELDS + " fields");
            require(Field.isValid(name, value), "not a header field");
            fields.add(new Field(name, value));
        }
        return fields;
    }

    private static void end(CallReader in) throws MalformedCallException {
        require(!in.section().hasMore(), "trailers are not used");
        require(in.isPadding(), "bytes behind the end");
    }

    private static String matching(Pattern form, String text, String what) throws MalformedCallException {
        require(form.matcher(text).matches(), "not a " + what);
        return text;
    }

    private static void require(boolean condition, String otherwise) throws MalformedCallException {
        if (!condition) {
            throw new MalformedCallException(otherwise);
        }
    }
}
