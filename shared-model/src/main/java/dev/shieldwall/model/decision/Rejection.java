package dev.shieldwall.model.decision;

/** Why a committed command was refused. The kebab-case name is part of the API and never changes its meaning. */
public enum Rejection {
    /** Only an operator of genesis may do this. */
    NOT_AN_OPERATOR,
    /** Only the principal itself, or an operator, may do this. */
    NOT_YOURS,
    /** The acting principal was revoked. */
    PRINCIPAL_REVOKED,
    IDENTITY_EXISTS,
    IDENTITY_UNKNOWN,
    IDENTITY_ALREADY_REVOKED,
    /** Votes are not weighted; only 1 is accepted. */
    CONSENSUS_WEIGHT_NOT_ENFORCED,
    /** The id lies outside the trust domain of genesis or in a part that is reserved. */
    IDENTITY_NOT_ALLOWED,
    CAPABILITY_EXISTS,
    CAPABILITY_UNKNOWN,
    CAPABILITY_ALREADY_REVOKED,
    CAPABILITY_LIFETIME_NOT_ALLOWED,
    /** This version cannot enforce a constraint that the grant names; the detail says which. */
    CONSTRAINT_NOT_ENFORCED,
    SESSION_EXISTS,
    SESSION_UNKNOWN,
    SESSION_CLOSED,
    SESSION_EXPIRED,
    SESSION_LIFETIME_NOT_ALLOWED,
    PARTICIPANT_UNKNOWN,
    /** No capability of the principal covers the request. */
    NO_CAPABILITY,
    CAPABILITY_REVOKED,
    CAPABILITY_EXPIRED,
    OUTSIDE_TIME_WINDOW,
    /** The price is above what the capability or the request admits. */
    RISK_TOO_HIGH,
    /** The price asks for human approvers. */
    APPROVERS_MISSING,
    /** The state holds as many entries for this principal as the limits admit. */
    LIMIT_REACHED
}
