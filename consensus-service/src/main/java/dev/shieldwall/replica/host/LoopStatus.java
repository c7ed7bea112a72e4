package dev.shieldwall.replica.host;

import dev.shieldwall.consensus.pbft.Standing;
import org.jspecify.annotations.Nullable;

/**
 * Where the owner thread stands.
 *
 * @param silence why nothing is signed, or null
 * @param alarms how many were raised since the start
 * @param lastAlarm the newest, or null
 */
public record LoopStatus(Standing standing, @Nullable String silence, long alarms, @Nullable String lastAlarm) {}
