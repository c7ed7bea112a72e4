package dev.shieldwall.launcher.signing;

import dev.shieldwall.client.signing.Attestor;
import dev.shieldwall.launcher.folder.Refusal;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.codec.JsonCodec;
import dev.shieldwall.model.codec.MalformedException;
import dev.shieldwall.model.command.CommandPayload;
import dev.shieldwall.model.identity.Attestation;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.model.identity.VerificationKey;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A command file: the payload of a command with parts left out. Left out may be chainId, commandId, notAfterMillis; the
 * publicKey and all of the attestation but its claims in a registration; capabilityId, constraints and expiresAtMillis
 * in a grant; sessionId where a session is established. {@code ${name}} stands for a value given beside the file.
 */
public final class CommandTemplate {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Za-z][A-Za-z0-9]*)}");
    /** Values that need no escaping in JSON. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9:/._-]{1,255}");

    private static final int ID_BYTES = 16;
    private static final long GRANT_MILLIS = 30 * 86_400_000L;
    private static final JsonCodec<CommandPayload> PAYLOAD = JsonCodec.of(CommandPayload.class);
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private final ObjectNode payload;

    private CommandTemplate(ObjectNode payload) {
        this.payload = payload;
    }

    /** Reads a file and puts the values in. A name that is given no value is refused, and told. */
    public static CommandTemplate parse(String text, Map<String, String> values) {
        var filled = new StringBuilder();
        Matcher matcher = PLACEHOLDER.matcher(text);
        while (matcher.find()) {
            String value = values.get(matcher.group(1));
            if (value == null) {
                throw new Refusal("the file has ${" + matcher.group(1) + "}; give it with --set " + matcher.group(1)
                        + "=VALUE");
            }
            if (!PLAIN.matcher(value).matches()) {
                throw new Refusal("the value of " + matcher.group(1) + " is not a plain word or id");
            }
            matcher.appendReplacement(filled, Matcher.quoteReplacement(value));
        }
        matcher.appendTail(filled);
        return new CommandTemplate(object(filled.toString()));
    }

    private static ObjectNode object(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            if (node instanceof ObjectNode object && object.get("command") instanceof ObjectNode) {
                return object;
            }
        } catch (JacksonException e) {
            throw new Refusal("the file is not JSON: " + e.getOriginalMessage());
        }
        throw new Refusal("a command file is an object with a member \"command\"");
    }

    /** Who signs, as the file says. */
    public PrincipalId principal(PrincipalId byDefault) {
        JsonNode principal = payload.get("principal");
        if (principal == null) {
            return byDefault;
        }
        try {
            return new PrincipalId(principal.asString(""));
        } catch (IllegalArgumentException e) {
            throw new Refusal("the principal in the file is " + e.getMessage());
        }
    }

    /** The command's type, for example {@code identity.register}; empty if the file names none. */
    public String type() {
        return command().path("type").asString("");
    }

    private ObjectNode command() {
        return (ObjectNode) payload.get("command");
    }

    /**
     * Who signs, for which mesh.
     *
     * @param attestor vouches in a registration; absent where this machine has no issuer's key
     */
    public record Signing(Hash chainId, PrincipalId principal, VerificationKey key, @Nullable Attestor attestor) {}

    /** From when to when the command may take effect. */
    public record Window(Instant now, Instant notAfter) {}

    /** Fills in what is left out and checks the whole strictly. */
    public CommandPayload complete(Signing signing, Window window) {
        try {
            fillIn(signing, window);
            return PAYLOAD.decode(JSON.writeValueAsBytes(payload));
        } catch (MalformedException | IllegalArgumentException e) {
            throw new Refusal("the command is not well-formed: " + e.getMessage());
        }
    }

    private void fillIn(Signing signing, Window window) {
        putIfAbsent(payload, "chainId", signing.chainId().value().toBase64Url());
        putIfAbsent(payload, "commandId", randomId());
        payload.put("principal", signing.principal().value()); // --as wins over the file
        if (!payload.has("notAfterMillis")) {
            payload.put("notAfterMillis", window.notAfter().toEpochMilli());
        }
        switch (type()) {
            case "identity.register" -> completeRegistration(signing, window);
            case "capability.grant" -> completeGrant(window);
            case "session.establish" -> putIfAbsent(command(), "sessionId", randomId());
            default -> {
                // every other command is written in full
            }
        }
    }

    private void completeGrant(Window window) {
        putIfAbsent(command(), "capabilityId", randomId());
        if (!command().has("constraints")) {
            command().putObject("constraints");
        }
        if (!command().has("expiresAtMillis")) {
            command().put("expiresAtMillis", window.now().toEpochMilli() + GRANT_MILLIS);
        }
    }

    private void completeRegistration(Signing signing, Window window) {
        VerificationKey key = signing.key();
        if (!command().has("publicKey")) {
            command().putObject("publicKey").put("suite", key.suite()).put("key", key.key().toBase64Url());
        }
        ObjectNode attestation = attestation();
        if (attestation.has("signature")) {
            return;
        }
        if (signing.attestor() == null) {
            throw new Refusal("the registration has no attestation, and this data folder has no issuer's key");
        }
        SortedMap<String, String> claims = new TreeMap<>();
        attestation.path("claims").properties().forEach(claim -> claims.put(claim.getKey(), claim.getValue().asString("")));
        Attestation signed = signing.attestor().attest(signing.principal(), key, claims, window.notAfter());
        attestation.put("issuer", signed.issuer().value());
        attestation.put("notAfterMillis", signed.notAfterMillis());
        attestation.put("signature", signed.signature().toBase64Url());
    }

    private ObjectNode attestation() {
        JsonNode attestation = command().get("attestation");
        if (attestation == null) {
            return command().putObject("attestation");
        }
        if (attestation instanceof ObjectNode object) {
            return object;
        }
        throw new Refusal("the command is not well-formed: attestation is not an object");
    }

    private static void putIfAbsent(ObjectNode node, String name, String value) {
        if (!node.has(name)) {
            node.put(name, value);
        }
    }

    private static String randomId() {
        byte[] id = new byte[ID_BYTES];
        new SecureRandom().nextBytes(id);
        return Bytes.wrap(id).toBase64Url();
    }
}
