package dev.shieldwall.gateway.edge;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Requests that the gateway admits.
 *
 * @param perSecond sustained, of one caller
 * @param burst at once, of one caller
 * @param addressFactor how many callers' budgets one address has
 * @param maxCallers callers that are remembered
 */
@ConfigurationProperties("shieldwall.gateway.limits")
record EdgeLimits(
        @DefaultValue("500") int perSecond, @DefaultValue("1000") int burst, @DefaultValue("8") int addressFactor,
        @DefaultValue("10000") int maxCallers) {

    EdgeLimits {
        if (perSecond < 1 || burst < 1 || addressFactor < 1 || maxCallers < 1) {
            throw new IllegalArgumentException("a limit of the gateway is not positive");
        }
    }
}
