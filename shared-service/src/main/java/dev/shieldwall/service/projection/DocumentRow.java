package dev.shieldwall.service.projection;

/**
 * What readers need of a row that keeps a record as its JSON.
 *
 * @param sequence number that the next page starts after
 * @param document see {@link Documents}
 */
public record DocumentRow(long sequence, String document) {}
