package dev.shieldwall.model.genesis;

import dev.shieldwall.model.capability.RiskLevel;

/** How many human approvers a price asks for. This version knows no approval command, so a number above 0 denies. */
public record Approvers(int dangerous, int critical) {

    public Approvers {
        if (dangerous < 0 || critical < 0) {
            throw new IllegalArgumentException("a number of approvers is negative");
        }
    }

    public int forPrice(RiskLevel price) {
        return switch (price) {
            case SAFE, ELEVATED -> 0;
            case DANGEROUS -> dangerous;
            case CRITICAL -> critical;
        };
    }
}
