package dev.shieldwall.replica;

import dev.shieldwall.model.block.CertificateRejectedException;
import dev.shieldwall.model.genesis.Genesis;
import dev.shieldwall.model.replica.Replica;
import dev.shieldwall.replica.genesis.ReplicaIdentity;
import dev.shieldwall.replica.host.Committee;
import dev.shieldwall.replica.host.ReplicaSettings;
import dev.shieldwall.replica.http.CommandTimeout;
import dev.shieldwall.replica.http.PeerSettings;
import dev.shieldwall.replica.http.ReplicaNode;
import dev.shieldwall.replica.store.BlockStore;
import dev.shieldwall.replica.store.StoreSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** One replica from its properties. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ReplicaProperties.class)
class ReplicaConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(ReplicaConfiguration.class);
    /** For the supervisor: the replica stopped by itself. */
    private static final int BROKEN_EXIT_CODE = 70;

    @Bean
    Committee committee(Genesis genesis, ReplicaProperties properties) throws CertificateRejectedException {
        return Committee.of(genesis, properties.index());
    }

    @Bean
    BlockStore blockStore(
            @Value("${spring.datasource.url}") String url,
            @Value("${spring.datasource.username}") String user,
            @Value("${spring.datasource.password}") String password,
            @Value("${shieldwall.schema}") String schema) {
        return new BlockStore(new StoreSettings(url, user, password, schema));
    }

    @Bean
    CommandTimeout commandTimeout(ReplicaProperties properties) {
        return new CommandTimeout(properties.timeoutOrDefault());
    }

    @Bean
    ReplicaNode replicaNode(Committee committee, ReplicaProperties properties, BlockStore store) throws IOException {
        ReplicaIdentity identity = ReplicaIdentity.load(properties.folder(), properties.index());
        if (!identity.publicPart().equals(committee.genesis().replicaSet().get(properties.index()))) {
            throw new IOException("the keys in " + properties.folder() + " are not those of replica "
                    + properties.index() + " in the genesis");
        }
        PeerSettings peers = new PeerSettings(
                committee.self(), committee.group().chainId().toHex(), committee.group().epoch(),
                addresses(committee, properties.peers()));
        return new ReplicaNode(
                ReplicaSettings.in(properties.folder(), committee), store, identity, peers, ReplicaConfiguration::end);
    }

    private static List<PeerSettings.Address> addresses(Committee committee, List<String> peers) {
        List<Replica> replicas = committee.genesis().replicaSet().replicas();
        if (peers.size() != replicas.size()) {
            throw new IllegalArgumentException(
                    "genesis has " + replicas.size() + " replicas, shieldwall.replica.peers has " + peers.size());
        }
        List<PeerSettings.Address> addresses = new ArrayList<>();
        for (int i = 0; i < peers.size(); i++) {
            int colon = peers.get(i).lastIndexOf(':');
            addresses.add(new PeerSettings.Address(
                    peers.get(i).substring(0, colon), Integer.parseInt(peers.get(i).substring(colon + 1)),
                    replicas.get(i).tlsKeyHash().value().toArray()));
        }
        return addresses;
    }

    /** At once, without hooks: whatever runs on could say something wrong. */
    private static void end(Throwable reason) {
        LOG.error("this replica ends: {}", reason.getMessage());
        Runtime.getRuntime().halt(BROKEN_EXIT_CODE);
    }
}
