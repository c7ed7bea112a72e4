package dev.shieldwall.model.genesis;

/**
 * What the replicas must agree on to agree.
 *
 * @param baseTimeoutMillis first patience with a primary; doubles up to 16 times, halves after progress
 * @param precisionMillis by how much clocks of honest replicas may differ
 * @param messageDelayMillis longest honest delay of a proposal in the first view since a commit
 * @param heartbeatMillis an empty block is due after so much silence
 * @param rotationBlocks the primary changes every so many heights
 */
public record ConsensusParameters(
        long baseTimeoutMillis, long precisionMillis, long messageDelayMillis, long heartbeatMillis,
        int rotationBlocks) {

    public static final ConsensusParameters DEFAULTS = new ConsensusParameters(1_000, 500, 1_000, 5_000, 64);

    public ConsensusParameters {
        if (baseTimeoutMillis <= 0 || precisionMillis <= 0 || messageDelayMillis <= 0 || heartbeatMillis <= 0
                || rotationBlocks <= 0) {
            throw new IllegalArgumentException("a consensus parameter is not positive");
        }
    }
}
