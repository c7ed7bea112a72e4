package dev.shieldwall.client;

/** Where the gateway takes signed commands. Each path takes one type of command; the command itself names its object. */
public final class ApiPaths {

    public static final String IDENTITIES = "/v1/identities";
    public static final String IDENTITY_REVOCATIONS = "/v1/identities/revocations";
    public static final String CAPABILITIES = "/v1/capabilities";
    public static final String CAPABILITY_REVOCATIONS = "/v1/capabilities/revocations";
    public static final String AUTHORIZATIONS = "/v1/authorizations";
    public static final String SESSIONS = "/v1/sessions";
    public static final String SESSION_CLOSURES = "/v1/sessions/closures";

    private ApiPaths() {}
}
