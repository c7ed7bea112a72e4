package dev.shieldwall.model.identity;

/** Whether a principal may act. Revocation is final: the id is never free again. */
public enum IdentityStatus {
    ACTIVE,
    REVOKED
}
