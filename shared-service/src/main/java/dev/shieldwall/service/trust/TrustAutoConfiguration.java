package dev.shieldwall.service.trust;

import dev.shieldwall.model.block.CertificateRejectedException;
import dev.shieldwall.model.block.ReplicaKeys;
import dev.shieldwall.model.codec.MalformedException;
import dev.shieldwall.model.genesis.Genesis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Reads the genesis named by {@code shieldwall.genesis}. Without a genesis that holds, nothing starts. */
@AutoConfiguration
public class TrustAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    Genesis genesis(@Value("${shieldwall.genesis}") Path file) throws IOException, MalformedException {
        return Genesis.parse(Files.readAllBytes(file));
    }

    @Bean
    @ConditionalOnMissingBean
    ReplicaKeys replicaKeys(Genesis genesis) throws CertificateRejectedException {
        return ReplicaKeys.of(genesis);
    }
}
