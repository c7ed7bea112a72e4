package dev.shieldwall.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.client.ApiPaths;
import dev.shieldwall.client.TestMesh;
import dev.shieldwall.client.http.Wire;
import dev.shieldwall.client.ledger.LedgerClient;
import dev.shieldwall.model.block.CertifiedBlock;
import dev.shieldwall.model.block.ResultLeaf;
import dev.shieldwall.model.event.Event;
import dev.shieldwall.model.identity.Identity;
import dev.shieldwall.model.identity.IdentityPage;
import dev.shieldwall.service.mesh.LedgerReplicas;
import dev.shieldwall.service.mesh.RunningService;
import dev.shieldwall.service.mesh.Scenario;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the read model does when replicas lie, the chain forks, or a block cannot be written. */
class ProjectionFaultsTest {

    private static final Duration A_MOMENT = Duration.ofMillis(700);

    private LedgerReplicas replicas;
    private RunningService service;
    private Scenario scenario;

    @BeforeEach
    void start() throws Exception {
        replicas = LedgerReplicas.start();
        service = RunningService.start(IdentityApplication::builder, replicas);
        scenario = new Scenario(replicas.chain().mesh(), "first");
        replicas.chain().commit(scenario.register());
        service.awaitHeight(1);
    }

    @AfterEach
    void stop() {
        service.close();
        replicas.close();
    }

    private Scenario another(String name) {
        return new Scenario(replicas.chain().mesh(), name);
    }

    /** The block with another role in each registration, under the certificate of the genuine one. */
    private static CertifiedBlock withAnotherRole(CertifiedBlock block) {
        List<ResultLeaf> results = block.results().stream()
                .map(result -> new ResultLeaf(result.index(), result.principal(), result.commandId(), result.jwsHash(),
                        result.decision(), result.events().stream().map(ProjectionFaultsTest::changed).toList()))
                .toList();
        return new CertifiedBlock(block.header(), block.commands(), results, block.certificate());
    }

    private static Event changed(Event event) {
        if (event instanceof Event.IdentityRegistered(Identity i)) {
            return new Event.IdentityRegistered(new Identity(
                    i.id(), i.key(), i.attestation(), "administrator", i.consensusWeight(), i.trustedPeers(), i.status(),
                    i.registeredAtHeight(), i.registeredAtMillis(), i.revokedAtHeight(), i.revocationReason()));
        }
        return event;
    }

    private long forged() {
        return service.context().getBean(LedgerClient.class).replicas().stream().mapToLong(r -> r.forged()).sum();
    }

    @Test
    void aChangedEventUnderAGenuineCertificateIsNotWrittenAndTheLiarIsCounted() throws Exception {
        for (int liar = 0; liar < TestMesh.REPLICAS - 1; liar++) {
            replicas.tamper(liar, ProjectionFaultsTest::withAnotherRole);
        }
        Scenario registered = another("changed");

        replicas.chain().commit(registered.register());
        service.awaitHeight(2);

        Identity identity = service.read(ApiPaths.identity(registered.service().principal()), Identity.class);
        assertThat(identity.meshRole()).isEqualTo("participant");
        assertThat(forged()).isPositive();
    }

    @Test
    void whenAllReplicasLieNothingIsWrittenAndReadsSayHowFarTheyAre() throws Exception {
        for (int liar = 0; liar < TestMesh.REPLICAS; liar++) {
            replicas.tamper(liar, ProjectionFaultsTest::withAnotherRole);
        }
        replicas.chain().commit(another("changed").register());
        Thread.sleep(A_MOMENT);

        assertThat(service.progress().height()).isEqualTo(1);
        assertThat(service.read("/v1/identities", Wire.MIN_HEIGHT, "2").statusCode()).isEqualTo(503);
        assertThat(service.read("/v1/identities", Wire.MIN_HEIGHT, "1").statusCode()).isEqualTo(200);
        // Who is behind is ready: a start must not wait until all blocks are caught up with.
        assertThat(service.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
        replicas.recover();
        service.awaitHeight(2);
    }

    @Test
    void aMissingBlockIsNotSkipped() throws Exception {
        CertifiedBlock third;
        replicas.chain().commit(another("second").register());
        third = replicas.chain().commit(another("third").register());
        service.awaitHeight(3);
        service.jdbc().update("delete from identity where sequence > 1");
        service.jdbc().update("update projection_position set height = 1, block_hash = ?",
                replicas.chain().block(1).header().hash().unsafeArray());
        for (int liar = 0; liar < TestMesh.REPLICAS; liar++) {
            replicas.tamper(liar, block -> block.header().height() == 2 ? third : block);
        }

        service.restart();
        Thread.sleep(A_MOMENT);

        assertThat(service.progress().height()).isEqualTo(1);
        assertThat(service.read("/v1/identities", IdentityPage.class).items()).hasSize(1);
        replicas.recover();
        service.awaitHeight(3);
        assertThat(service.read("/v1/identities", IdentityPage.class).items()).hasSize(3);
    }

    @Test
    void aForkStopsTheProjectionWithAnAlarmAndReadsGoOn() throws Exception {
        LedgerReplicas fork = LedgerReplicas.start();
        try (fork) {
            fork.chain().commit();
            fork.chain().commit(another("elsewhere").register());

            service.restart(fork);

            assertThat(service.awaitAlarm()).contains("parent");
            assertThat(service.get("/actuator/health").statusCode()).isEqualTo(503);
            assertThat(service.get("/actuator/health/readiness").statusCode()).isEqualTo(503);
            assertThat(service.read("/v1/identities", IdentityPage.class).items()).hasSize(1);
        }
    }

    @Test
    void aBlockThatCannotBeWrittenLeavesThePositionWhereItWasAndIsWrittenOnceAfterwards() throws Exception {
        service.jdbc().execute("alter table identity rename to identity_away");
        replicas.chain().commit(another("second").register());
        service.awaitAlarm();

        Long height = service.jdbc().queryForObject("select height from projection_position", Long.class);
        assertThat(height).isEqualTo(1);
        service.jdbc().execute("alter table identity_away rename to identity");
        service.restart();
        service.awaitHeight(2);
        assertThat(service.read("/v1/identities", IdentityPage.class).items()).hasSize(2);
        service.restart();
        service.awaitHeight(2);
        assertThat(service.read("/v1/identities", IdentityPage.class).items()).hasSize(2);
    }

    @Test
    void theTablesCanBeRebuiltFromTheLog() throws Exception {
        replicas.chain().commit(another("second").register(), scenario.revokeIdentity());
        service.awaitHeight(2);
        IdentityPage before = service.read("/v1/identities", IdentityPage.class);

        service.jdbc().update("delete from identity");
        service.jdbc().update("delete from projection_position");
        service.restart();
        service.awaitHeight(2);

        assertThat(service.read("/v1/identities", IdentityPage.class)).isEqualTo(before);
    }
}
