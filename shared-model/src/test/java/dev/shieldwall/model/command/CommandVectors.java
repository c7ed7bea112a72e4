package dev.shieldwall.model.command;

import dev.shieldwall.crypto.signature.Ed25519Signer;
import dev.shieldwall.crypto.signature.SigningContext;
import dev.shieldwall.model.Samples;
import dev.shieldwall.model.TestMesh;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.JsonCodec;
import dev.shieldwall.model.codec.TypeName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The cases of vectors/command-json.json, for implementations in other languages. */
final class CommandVectors {

    /**
     * A payload.
     *
     * @param text the payload, where it is text; {@code bytes} where it is not
     * @param canonical the one form that this project writes, for accepted payloads
     */
    record PayloadCase(
            String name, boolean accept, @Nullable String text, @Nullable Bytes bytes, @Nullable String canonical) {}

    /** A compact JWS and whether it is a well-formed command with a signature by {@code key}. */
    record JwsCase(String name, boolean accept, String jws) {}

    private static final JsonCodec<CommandPayload> PAYLOADS = JsonCodec.of(CommandPayload.class);
    static final Ed25519Signer SIGNER = TestMesh.signer(200);
    private static final String KEY_ID = SIGNER.publicKey().thumbprint();

    private static final String CLOSE = canonical(Samples.payload(new SessionCommand.Close(Samples.SESSION_ID)));
    private static final String REVOKE = canonical(
            Samples.payload(new IdentityCommand.Revoke(Samples.HOLDER, "caf\u00e9 \ud83d\ude00 \"x\"")));
    private static final String AUTHORIZE = canonical(Samples.payload(Samples.commands().get(4)));
    private static final String ESTABLISH = canonical(Samples.payload(Samples.commands().get(5)));

    private final List<PayloadCase> payloads = new ArrayList<>();
    private final List<JwsCase> commands = new ArrayList<>();

    private CommandVectors() {}

    static List<PayloadCase> payloads() {
        var vectors = new CommandVectors();
        vectors.accepted();
        vectors.refusedStructure();
        vectors.refusedNumbers();
        vectors.refusedText();
        vectors.refusedBytes();
        vectors.refusedValues();
        return vectors.payloads;
    }

    static List<JwsCase> commands() {
        var vectors = new CommandVectors();
        vectors.jws();
        return vectors.commands;
    }

    private static String canonical(CommandPayload payload) {
        return new String(PAYLOADS.encode(payload), StandardCharsets.UTF_8);
    }

    private void accept(String name, String text, String canonical) {
        payloads.add(new PayloadCase(name, true, text, null, canonical));
    }

    private void refuse(String name, String text) {
        payloads.add(new PayloadCase(name, false, text, null, null));
    }

    private void refuse(String name, byte[] bytes) {
        payloads.add(new PayloadCase(name, false, null, Bytes.of(bytes), null));
    }

    private static String close(String from, String to) {
        return edited(CLOSE, from, to);
    }

    private static String edited(String text, String from, String to) {
        if (!text.contains(from)) {
            throw new AssertionError("nothing to edit: " + from);
        }
        return text.replace(from, to);
    }

    private void accepted() {
        for (Command command : Samples.commands()) {
            String text = canonical(Samples.payload(command));
            accept(command.getClass().getAnnotation(TypeName.class).value(), text, text);
        }
        accept("whitespace of all four kinds", " \t\r\n" + CLOSE.replace(":{", " :\t{\r\n").replace(",", " ,\n") + "\n",
                CLOSE);
        accept("members in another order", "{\"command\":{\"sessionId\":\"Xl5eXl5eXl5eXl5eXl5eXg\",\"type\":\"session.close\"},"
                + CLOSE.substring(1, CLOSE.indexOf(",\"command\"")) + "}", CLOSE);
        accept("escaped member name", close("\"principal\"", "\"\\u0070rincip\\u0061l\""), CLOSE);
        accept("escaped slashes", close("spiffe://", "spiffe:\\/\\/"), CLOSE);
        accept("escaped characters that need none",
                edited(edited(REVOKE, "\u00e9", "\\u00E9"), "\ud83d\ude00", "\\uD83D\\ude00"), REVOKE);
        accept("text in UTF-8", REVOKE, REVOKE);
        accept("integer 0", close("1700000060000", "0"), close("1700000060000", "0"));
        accept("integer 2^53-1", close("1700000060000", "9007199254740991"),
                close("1700000060000", "9007199254740991"));
        String open = edited(AUTHORIZE, ",\"consensusRequired\":true,\"crossNode\":true", "");
        accept("absent optional members", open, open);
    }

    private void refusedStructure() {
        refuse("empty", "");
        refuse("only whitespace", " \n");
        refuse("array", "[" + CLOSE + "]");
        refuse("string", "\"" + "x" + "\"");
        refuse("trailing comma", close("}}", "},}"));
        refuse("trailing brace", CLOSE + "}");
        refuse("second value", CLOSE + CLOSE);
        refuse("trailing NUL", CLOSE + "\u0000");
        refuse("truncated", CLOSE.substring(0, CLOSE.length() - 1));
        refuse("truncated in a string", CLOSE.substring(0, CLOSE.length() - 4));
        refuse("byte order mark", "\ufeff" + CLOSE);
        refuse("comment", "/**/" + CLOSE);
        refuse("single quotes", CLOSE.replace('"', '\''));
        refuse("unquoted name", close("\"chainId\"", "chainId"));
        refuse("no-break space as whitespace", "\u00a0" + CLOSE);
        refuse("duplicate member, equal", "{\"notAfterMillis\":1700000060000," + CLOSE.substring(1));
        refuse("duplicate member, other value", "{\"notAfterMillis\":1," + CLOSE.substring(1));
        refuse("duplicate member, one escaped", "{\"\\u006eotAfterMillis\":1," + CLOSE.substring(1));
        refuse("duplicate type", close("\"type\":", "\"type\":\"session.close\",\"type\":"));
        refuse("unknown member", "{\"x\":1," + CLOSE.substring(1));
        refuse("unknown member of the command", close("\"type\":", "\"x\":1,\"type\":"));
        refuse("member name in another case", close("\"chainId\"", "\"chainid\""));
        refuse("member of another command", close("\"type\":", "\"timeoutMillis\":1,\"type\":"));
        refuse("missing member", close(",\"notAfterMillis\":1700000060000", ""));
        refuse("missing type", close("\"type\":\"session.close\",", ""));
        refuse("unknown type", close("session.close", "session.open"));
        refuse("type in another case", close("session.close", "Session.Close"));
        refuse("null for an optional member", edited(AUTHORIZE, "\"crossNode\":true", "\"crossNode\":null"));
        refuse("null for a member", close("1700000060000", "null"));
        String deep = "[".repeat(13) + "]".repeat(13);
        refuse("nested 17 deep", edited(AUTHORIZE, "[\"orders\"]", "[" + deep + "]"));
        refuse("nested 1000 deep", "[".repeat(1_000));
    }

    private void refusedNumbers() {
        for (String number : List.of(
                "-0", "-1", "01", "00", "+1", "1.0", "1.5", "1e3", "1E3", "1e-3", "1700000060000.0", "9007199254740992",
                "-9007199254740992", "9223372036854775807", "9223372036854775808", "18446744073709551616",
                "1" + "0".repeat(400), "0x10", "NaN", "Infinity", "-Infinity", ".5", "5.", "-", "\"1700000060000\"",
                "true", "[]", "{}", "\uff11")) {
            refuse("number " + (number.length() > 40 ? "of 401 digits" : number), close("1700000060000", number));
        }
        refuse("32-bit member with 2^31", edited(
                canonical(Samples.payload(Samples.commands().getFirst())), "\"consensusWeight\":1",
                "\"consensusWeight\":2147483648"));
    }

    private void refusedText() {
        for (String literal : List.of(
                "\\ud83d", "\\ude00", "\\ude00\\ud83d", "\\ud83dx", "\\ud83d\\ud83d\\ude00", "\\x41", "\\u12", "\\u12g4",
                "\\'", "\\", "a\nb", "a\tb", "\u0000", "\u001f", "\\u0000", "a\\nb", "\\u007f", "\u0085", "")) {
            refuse("reason " + literal, edited(REVOKE, "caf\u00e9 \ud83d\ude00 \\\"x\\\"", literal));
        }
        refuse("reason of 513 characters", edited(REVOKE, "caf\u00e9 \ud83d\ude00 \\\"x\\\"", "a".repeat(513)));
        refuse("enum in upper case", edited(AUTHORIZE, "\"elevated\"", "\"ELEVATED\""));
        refuse("enum of other words", edited(AUTHORIZE, "\"elevated\"", "\"high\""));
    }

    private void refusedBytes() {
        for (String id : List.of(
                "Xl5eXl5eXl5eXl5eXl5eXg==", "Xl5eXl5eXl5eXl5eXl5eXh", "Xl5eXl5eXl5eXl5eXl5eX", "", "Xl5e",
                "Xl5eXl5eXl5eXl5eXl5eXg ", "Xl5eXl5eXl5eXl5eXl5eXl5e", "+l5eXl5eXl5eXl5eXl5eXg",
                "/l5eXl5eXl5eXl5eXl5eXg", "Xl5eXl5eXl5eX\\nl5eXl5eXg")) {
            refuse("base64url " + id, close("Xl5eXl5eXl5eXl5eXl5eXg", id));
        }
        byte[] utf8 = REVOKE.getBytes(StandardCharsets.UTF_8);
        int at = REVOKE.indexOf("caf") + 3;
        refuse("overlong UTF-8", spliced(utf8, at, Bytes.ofHex("c0af")));
        refuse("surrogate in UTF-8", spliced(utf8, at, Bytes.ofHex("eda0bd")));
        refuse("surrogate pair in UTF-8, each by itself", spliced(utf8, at, Bytes.ofHex("eda0bdedb880")));
        refuse("beyond U+10FFFF", spliced(utf8, at, Bytes.ofHex("f4908080")));
        refuse("continuation byte alone", spliced(utf8, at, Bytes.ofHex("80")));
        refuse("byte FF", spliced(utf8, at, Bytes.ofHex("ff")));
        refuse("cut character at the end", spliced(utf8, utf8.length, Bytes.ofHex("c3")));
        refuse("ISO 8859-1", REVOKE.replace("\ud83d\ude00", "").getBytes(StandardCharsets.ISO_8859_1));
        refuse("UTF-16 big-endian", CLOSE.getBytes(StandardCharsets.UTF_16BE));
        refuse("UTF-16 little-endian", CLOSE.getBytes(StandardCharsets.UTF_16LE));
    }

    private static byte[] spliced(byte[] bytes, int at, Bytes piece) {
        byte[] result = new byte[bytes.length + piece.size()];
        System.arraycopy(bytes, 0, result, 0, at);
        System.arraycopy(piece.unsafeArray(), 0, result, at, piece.size());
        System.arraycopy(bytes, at, result, at + piece.size(), bytes.length - at);
        return result;
    }

    private void refusedValues() {
        for (String id : List.of(
                "spiffe://mesh.example", "spiffe://mesh.example/", "spiffe:///service/a", "SPIFFE://mesh.example/a",
                "spiffe://Mesh.example/a", "spiffe://mesh.example/a/", "spiffe://mesh.example//a",
                "spiffe://mesh.example/../a", "spiffe://mesh.example/a%20b", "spiffe://mesh.example/a?b",
                "spiffe://mesh.example:80/a", "http://mesh.example/a", "")) {
            refuse("principal " + id, close("spiffe://mesh.example/service/trading-001", id));
        }
        refuse("consensusRequired false",
                edited(AUTHORIZE, "\"consensusRequired\":true", "\"consensusRequired\":false"));
        refuse("crossNode false", edited(AUTHORIZE, "\"crossNode\":true", "\"crossNode\":false"));
        refuse("a resource twice", edited(AUTHORIZE, "[\"orders\"]", "[\"orders\",\"orders\"]"));
        refuse("a dimension in upper case", edited(AUTHORIZE, "\"domain\":\"data\"", "\"domain\":\"Data\""));
        refuse("timeout 0", edited(ESTABLISH, "\"timeoutMillis\":60000", "\"timeoutMillis\":0"));
        refuse("a participant twice", edited(ESTABLISH, "[\"spiffe://mesh.example/service/vault\"]",
                "[\"spiffe://mesh.example/service/vault\",\"spiffe://mesh.example/service/vault\"]"));
    }

    private void jws() {
        String header = "{\"alg\":\"EdDSA\",\"kid\":\"" + KEY_ID + "\",\"typ\":\"shieldwall-command+jws\"}";
        String good = signed(header, CLOSE);
        String[] parts = good.split("\\.", -1);
        command("good", true, good);
        command("header in another order", true, signed(
                "{\"typ\":\"shieldwall-command+jws\",\"kid\":\"" + KEY_ID + "\",\"alg\":\"EdDSA\"}", CLOSE));
        for (String more : List.of(
                "\"crit\":[\"exp\"]", "\"b64\":false", "\"jwk\":{}", "\"jku\":\"\"", "\"x5c\":[]", "\"zip\":\"DEF\"",
                "\"alg\":\"EdDSA\"", "\"\\u0061lg\":\"EdDSA\"")) {
            command("header with " + more, false, signed("{" + more + "," + header.substring(1), CLOSE));
        }
        command("header after a space", false, base64Url(" " + header) + "." + parts[1] + "." + parts[2]);
        command("alg none", false, signed(header.replace("EdDSA", "none"), CLOSE));
        command("alg Ed25519", false, signed(header.replace("EdDSA", "Ed25519"), CLOSE));
        command("alg HS256", false, signed(header.replace("EdDSA", "HS256"), CLOSE));
        command("typ JWT", false, signed(header.replace("shieldwall-command+jws", "JWT"), CLOSE));
        command("no typ", false, signed(header.replace(",\"typ\":\"shieldwall-command+jws\"", ""), CLOSE));
        command("kid of another key", false,
                signed(header.replace(KEY_ID, TestMesh.signer(201).publicKey().thumbprint()), CLOSE));
        command("kid that is no thumbprint", false, signed(header.replace(KEY_ID, "key-1"), CLOSE));
        command("two parts", false, parts[0] + "." + parts[1]);
        command("four parts", false, good + ".");
        command("empty signature", false, parts[0] + "." + parts[1] + ".");
        command("empty payload", false, parts[0] + ".." + parts[2]);
        command("signature of other bytes", false, parts[0] + "." + base64Url(CLOSE + " ") + "." + parts[2]);
        command("padded signature", false, good + "==");
        command("stray bits in the signature", false,
                good.substring(0, good.length() - 1) + (char) (good.charAt(good.length() - 1) + 1));
        command("line break in the payload", false, parts[0] + "." + parts[1].substring(0, 8) + "\n"
                + parts[1].substring(8) + "." + parts[2]);
        command("space at the end", false, good + " ");
        command("signature of 63 bytes", false,
                parts[0] + "." + parts[1] + "." + Bytes.of(new byte[63]).toBase64Url());
        command("signature of zeros", false,
                parts[0] + "." + parts[1] + "." + Bytes.of(new byte[64]).toBase64Url());
        command("payload is no command", false, signed(header, "{}"));
    }

    private void command(String name, boolean accept, String jws) {
        commands.add(new JwsCase(name, accept, jws));
    }

    private static String base64Url(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.UTF_8)).toBase64Url();
    }

    private static String signed(String header, String payload) {
        String input = base64Url(header) + "." + base64Url(payload);
        byte[] bytes = input.getBytes(StandardCharsets.US_ASCII);
        return input + "." + Bytes.of(SIGNER.sign(SigningContext.JWS, bytes)).toBase64Url();
    }
}
