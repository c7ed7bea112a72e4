package dev.shieldwall.model.genesis;

/**
 * Bounds that every replica must apply alike.
 *
 * @param commandBytes longest signed command
 * @param blockBytes longest sum of the commands of a block
 * @param blockCommands most commands in a block
 * @param notAfterAheadMillis how far notAfter may lie ahead of block time
 * @param keepMillis how long a used command id is kept after its notAfter
 * @param commandsPerPrincipal most unexpired command ids of one principal
 * @param registrationsPerIssuer most unexpired registrations that one issuer attested
 * @param capabilitiesPerPrincipal most capabilities of one holder that are in force
 * @param sessionsPerPrincipal most sessions of one principal that have not ended
 * @param sessionMillis longest session
 * @param capabilityMillis longest life of a capability
 * @param authorizationMillis how long a granted operation stays valid
 */
public record Limits(
        int commandBytes, int blockBytes, int blockCommands, long notAfterAheadMillis, long keepMillis,
        int commandsPerPrincipal, int registrationsPerIssuer, int capabilitiesPerPrincipal, int sessionsPerPrincipal,
        long sessionMillis, long capabilityMillis, long authorizationMillis) {

    public static final Limits DEFAULTS = new Limits(
            65_536, 1_048_576, 2_000, 600_000, 300_000, 200_000, 10_000, 64, 64,
            4 * 3_600_000L, 366 * 86_400_000L, 60_000);

    public Limits {
        if (commandBytes <= 0 || blockBytes < commandBytes || blockCommands <= 0 || notAfterAheadMillis <= 0
                || keepMillis <= 0 || commandsPerPrincipal <= 0 || registrationsPerIssuer <= 0
                || capabilitiesPerPrincipal <= 0 || sessionsPerPrincipal <= 0 || sessionMillis <= 0
                || capabilityMillis <= 0 || authorizationMillis <= 0) {
            throw new IllegalArgumentException("a limit is not positive");
        }
    }
}
