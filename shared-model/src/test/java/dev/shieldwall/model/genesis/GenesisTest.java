package dev.shieldwall.model.genesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.model.TestMesh;
import dev.shieldwall.model.capability.RiskLevel;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.codec.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everybody's trust hangs on these bytes. */
class GenesisTest {

    private static final Genesis GENESIS = TestMesh.of(4).genesis();
    private static final String JSON = new String(GENESIS.toJson(), StandardCharsets.UTF_8);

    private static void refused(String json) {
        assertThat(json).isNotEqualTo(JSON);
        assertThatThrownBy(() -> Genesis.parse(json.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(MalformedException.class);
    }

    private static void refused(String from, String to) {
        assertThat(JSON).contains(from);
        refused(JSON.replace(from, to));
    }

    @Test
    void theChainIdIsTheHashOfTheCanonicalBytes() throws Exception {
        assertThat(GENESIS.chainId()).isEqualTo(Hash.sha256(JSON.getBytes(StandardCharsets.UTF_8)));
        assertThat(Genesis.parse(GENESIS.toJson()).chainId()).isEqualTo(GENESIS.chainId());
        assertThat(TestMesh.another(4).genesis().chainId()).isNotEqualTo(GENESIS.chainId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", " ", "{}"})
    void nothingStandsAfterGenesis(String more) {
        refused(JSON + more);
    }

    @Test
    void otherSpellingsAreRefused() {
        refused(",", ", ");
        refused("{\"format\":1,\"trustDomain\":\"mesh.example\"", "{\"trustDomain\":\"mesh.example\",\"format\":1");
        refused("spiffe://", "spiffe:\\/\\/");
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] json = GENESIS.toJson();
        for (int length = 0; length < json.length; length++) {
            byte[] shorter = Arrays.copyOf(json, length);
            assertThatThrownBy(() -> Genesis.parse(shorter)).isInstanceOf(MalformedException.class);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "\"format\":1|\"format\":2",
        "\"format\":1|\"format\":0",
        "\"algorithm\":\"pbft\"|\"algorithm\":\"PBFT\"",
        "\"algorithm\":\"pbft\"|\"algorithm\":\"raft\"",
        "\"signatureRule\":1|\"signatureRule\":2",
        "\"commandProfile\":1|\"commandProfile\":2",
        "\"evaluator\":1|\"evaluator\":2",
        "\"createdAtMillis\":1700000000000|\"createdAtMillis\":-1",
        "\"epoch\":0|\"epoch\":1",
        "\"trustDomain\":\"mesh.example\"|\"trustDomain\":\"other.example\"",
        "\"trustDomain\":\"mesh.example\"|\"trustDomain\":\"Mesh.example\"",
        "\"trustDomain\":\"mesh.example\"|\"trustDomain\":\"\"",
        "\"dangerous\":0|\"dangerous\":-1",
        "\"critical\":0|\"critical\":-1",
        "\"rotationBlocks\":64|\"rotationBlocks\":0",
        "\"blockBytes\":1048576|\"blockBytes\":65535",
        "\"authorizationMillis\":60000|\"authorizationMillis\":0",
        "spiffe://mesh.example/operator/ana|spiffe://other.example/operator/ana",
        "spiffe://mesh.example/issuer/ca|spiffe://other.example/issuer/ca"
    })
    void whatThisVersionDoesNotKnowIsRefused(String from, String to) {
        refused(from, to);
    }

    @Test
    void anOperatorAndAnIssuerAreNeededEachIdOnce() {
        String operator = JSON.substring(JSON.indexOf("\"operators\":[") + 13, JSON.indexOf("],\"attestationIssuers\""));
        String issuer = JSON.substring(
                JSON.indexOf("\"attestationIssuers\":[") + 22, JSON.indexOf("],\"signatureRule\""));
        refused(operator, "");
        refused(issuer, "");
        refused(operator, operator + "," + operator);
        refused(issuer, issuer + "," + issuer);
        refused(operator, String.join(",", Collections.nCopies(257, operator)));
    }

    @Test
    void anOperationHasOneFloor() {
        String floor = "{\"operation\":\"data-delete\",\"floor\":\"dangerous\"}";
        refused(floor, floor + "," + floor.replace("dangerous", "safe"));
        assertThat(GENESIS.floor("data-delete")).isEqualTo(RiskLevel.DANGEROUS);
        assertThat(GENESIS.floor("data-read")).isEqualTo(RiskLevel.SAFE);
    }

    @Test
    void aReplicaMoreOrLessIsAnotherSet() {
        refused("\"index\":3", "\"index\":4");
        refused("\"index\":3", "\"index\":2");
        refused("\"index\":3", "\"index\":-1");
    }

    @Test
    void approversAreByPrice() {
        var approvers = new Approvers(1, 2);
        assertThat(approvers.forPrice(RiskLevel.SAFE)).isZero();
        assertThat(approvers.forPrice(RiskLevel.ELEVATED)).isZero();
        assertThat(approvers.forPrice(RiskLevel.DANGEROUS)).isEqualTo(1);
        assertThat(approvers.forPrice(RiskLevel.CRITICAL)).isEqualTo(2);
        assertThatIllegalArgumentException().isThrownBy(() -> new Approvers(-1, 0));
    }

    @Test
    void namesAreFoundByTheirId() {
        assertThat(GENESIS.operator(TestMesh.principal("operator/ana"))).isPresent();
        assertThat(GENESIS.operator(TestMesh.principal("issuer/ca"))).isEmpty();
        assertThat(GENESIS.issuer(TestMesh.principal("issuer/ca"))).isPresent();
        assertThat(GENESIS.replicaPrincipal(3)).isEqualTo(TestMesh.principal("replica/3"));
    }
}
