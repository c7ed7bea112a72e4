package dev.shieldwall.transport.nacl.core;

import java.util.EnumSet;
import java.util.Set;

/**
 * The permission to speak the reference's handshake. There is no default and no other way to make one: whoever wants it
 * names every weakness, and after an update that found another one the program does not start until that is named too.
 */
public final class NaclCompatibility {

    private final NaclLimits limits;

    private NaclCompatibility(NaclLimits limits) {
        this.limits = limits;
    }

    public static NaclCompatibility enabledDespite(Set<NaclWeakness> accepted) {
        return enabledDespite(accepted, NaclLimits.DEFAULT);
    }

    public static NaclCompatibility enabledDespite(Set<NaclWeakness> accepted, NaclLimits limits) {
        Set<NaclWeakness> missing = EnumSet.allOf(NaclWeakness.class);
        missing.removeAll(accepted);
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("the NaCl compatibility mode has weaknesses that were not accepted: " + missing);
        }
        return new NaclCompatibility(limits);
    }

    NaclLimits limits() {
        return limits;
    }
}
