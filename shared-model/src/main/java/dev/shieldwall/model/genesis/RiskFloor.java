package dev.shieldwall.model.genesis;

import dev.shieldwall.model.capability.RiskLevel;

/** The lowest price of an operation, whatever grant and request say. {@code operation} as in Dimensions.operationName. */
public record RiskFloor(String operation, RiskLevel floor) {}
