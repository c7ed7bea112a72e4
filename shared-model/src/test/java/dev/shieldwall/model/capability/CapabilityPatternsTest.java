package dev.shieldwall.model.capability;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CapabilityPatternsTest {

    @Test
    void memoryReadsAreElevatedAndDeletionsDangerous() {
        assertThat(CapabilityPatterns.memory("read"))
                .isEqualTo(new Dimensions("data", "read", null, null, RiskLevel.ELEVATED));
        assertThat(CapabilityPatterns.memory("delete"))
                .isEqualTo(new Dimensions("data", "delete", null, null, RiskLevel.DANGEROUS));
    }

    @Test
    void filesystemWritesAreInTheScopeOfTheUser() {
        assertThat(CapabilityPatterns.filesystem("write"))
                .isEqualTo(new Dimensions("storage", "write", "user", null, null));
    }

    @Test
    void networkFetchesAreElevated() {
        assertThat(CapabilityPatterns.network("fetch"))
                .isEqualTo(new Dimensions("network", "fetch", null, null, RiskLevel.ELEVATED));
    }

    @Test
    void computeExecutionIsCritical() {
        assertThat(CapabilityPatterns.compute("execute"))
                .isEqualTo(new Dimensions("compute", "execute", null, null, RiskLevel.CRITICAL));
    }

    @Test
    void aiGenerationIsElevatedCompute() {
        assertThat(CapabilityPatterns.ai("generate"))
                .isEqualTo(new Dimensions("compute", "generate", null, null, RiskLevel.ELEVATED));
    }

    @Test
    void aCustomCapabilityCoversItsOwnRequest() {
        var custom = new Dimensions("ai-trading", "execute-strategy", "application", "continuous", RiskLevel.CRITICAL);
        assertThat(custom.covers(custom)).isTrue();
        assertThat(custom.covers(CapabilityPatterns.compute("execute"))).isFalse();
    }
}
