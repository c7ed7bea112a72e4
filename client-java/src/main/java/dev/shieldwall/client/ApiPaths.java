package dev.shieldwall.client;

import dev.shieldwall.model.command.CapabilityCommand;
import dev.shieldwall.model.command.Command;
import dev.shieldwall.model.command.IdentityCommand;
import dev.shieldwall.model.command.SessionCommand;
import dev.shieldwall.model.identity.PrincipalId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Where the gateway takes signed commands and shows what came of them. */
public final class ApiPaths {

    public static final String IDENTITIES = "/v1/identities";
    public static final String CAPABILITIES = "/v1/capabilities";
    public static final String AUTHORIZATIONS = "/v1/authorizations";
    public static final String SESSIONS = "/v1/sessions";

    private static final String POST = "POST";
    private static final String DELETE = "DELETE";

    private ApiPaths() {}

    /** Method and path of a request. */
    public record Endpoint(String method, String path) {}

    /** The endpoint that takes {@code command}; where the path names an object, it is the command's. */
    public static Endpoint of(Command command) {
        return switch (command) {
            case IdentityCommand.Register _ -> new Endpoint(POST, IDENTITIES);
            case IdentityCommand.Revoke revoke -> new Endpoint(POST, identity(revoke.id()) + "/revocation");
            case CapabilityCommand.Grant _ -> new Endpoint(POST, CAPABILITIES);
            case CapabilityCommand.Revoke revoke ->
                new Endpoint(POST, CAPABILITIES + "/" + revoke.capabilityId() + "/revocation");
            case CapabilityCommand.Authorize _ -> new Endpoint(POST, AUTHORIZATIONS);
            case SessionCommand.Establish _ -> new Endpoint(POST, SESSIONS);
            case SessionCommand.Close close -> new Endpoint(DELETE, SESSIONS + "/" + close.sessionId());
        };
    }

    /** A SPIFFE id has slashes, so in a path its base64url stands for it. */
    public static String identity(PrincipalId id) {
        byte[] utf8 = id.value().getBytes(StandardCharsets.UTF_8);
        return IDENTITIES + "/" + Base64.getUrlEncoder().withoutPadding().encodeToString(utf8);
    }
}
