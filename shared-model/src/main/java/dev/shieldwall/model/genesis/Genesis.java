package dev.shieldwall.model.genesis;

import dev.shieldwall.model.capability.RiskLevel;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.codec.JsonCodec;
import dev.shieldwall.model.codec.MalformedException;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.model.identity.VerificationKey;
import dev.shieldwall.model.replica.ReplicaSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The first state of a mesh. Its canonical JSON is the trust anchor: the chain id is the SHA-256 of these bytes.
 *
 * @param format 1
 * @param trustDomain SPIFFE trust domain of every principal of this mesh
 * @param algorithm {@code pbft}
 * @param signatureRule version of the one Ed25519 rule
 * @param commandProfile version of the JWS profile
 * @param evaluator version of the ledger rules
 * @param tokenKey verifies the bearer tokens that reads need
 */
public record Genesis(
        int format, String trustDomain, long createdAtMillis, String algorithm, ReplicaSet replicaSet,
        List<NamedKey> operators, List<NamedKey> attestationIssuers, int signatureRule, int commandProfile,
        int evaluator, Approvers approvers, List<RiskFloor> riskFloors, Limits limits, ConsensusParameters consensus,
        VerificationKey tokenKey) {

    public static final int FORMAT = 1;
    public static final String PBFT = "pbft";
    public static final int SIGNATURE_RULE = 1;
    public static final int COMMAND_PROFILE = 1;
    public static final int EVALUATOR = 1;
    /** Most operators, attestation issuers, and risk floors. */
    public static final int MAX_ENTRIES = 256;
    public static final JsonCodec<Genesis> CODEC = JsonCodec.of(Genesis.class);

    private static final Pattern TRUST_DOMAIN = Pattern.compile("[a-z0-9._-]{1,128}");

    public Genesis {
        operators = List.copyOf(operators);
        attestationIssuers = List.copyOf(attestationIssuers);
        riskFloors = List.copyOf(riskFloors);
        if (format != FORMAT || signatureRule != SIGNATURE_RULE || commandProfile != COMMAND_PROFILE
                || evaluator != EVALUATOR || !algorithm.equals(PBFT)) {
            throw new IllegalArgumentException("this genesis is for another version of the software");
        }
        if (!TRUST_DOMAIN.matcher(trustDomain).matches()) {
            throw new IllegalArgumentException("not a trust domain");
        }
        if (createdAtMillis < 0 || replicaSet.epoch() != 0) {
            throw new IllegalArgumentException("a genesis field is out of range");
        }
        requireNamed("operator", operators, trustDomain);
        requireNamed("attestation issuer", attestationIssuers, trustDomain);
        if (riskFloors.size() > MAX_ENTRIES
                || riskFloors.stream().map(RiskFloor::operation).distinct().count() != riskFloors.size()) {
            throw new IllegalArgumentException("too many risk floors, or two for one operation");
        }
    }

    /** Two entries of one id would leave open whose key counts; an id of another domain is somebody else's to give. */
    private static void requireNamed(String what, List<NamedKey> keys, String trustDomain) {
        if (keys.isEmpty() || keys.size() > MAX_ENTRIES) {
            throw new IllegalArgumentException("a mesh has 1 to " + MAX_ENTRIES + " of: " + what);
        }
        if (keys.stream().map(NamedKey::id).distinct().count() != keys.size()) {
            throw new IllegalArgumentException("two of one id: " + what);
        }
        if (!keys.stream().allMatch(key -> key.id().trustDomain().equals(trustDomain))) {
            throw new IllegalArgumentException("an id of another trust domain: " + what);
        }
    }

    /** Parses the canonical bytes; any other spelling of the same values is refused. */
    public static Genesis parse(byte[] json) throws MalformedException {
        return CODEC.decodeCanonical(json);
    }

    public byte[] toJson() {
        return CODEC.encode(this);
    }

    /** SHA-256 of the canonical JSON. Computed on each call: keep it. */
    public Hash chainId() {
        return Hash.sha256(toJson());
    }

    /** The SPIFFE id of replica {@code index}. */
    public PrincipalId replicaPrincipal(int index) {
        return new PrincipalId("spiffe://" + trustDomain + "/replica/" + index);
    }

    public Optional<NamedKey> operator(PrincipalId id) {
        return operators.stream().filter(operator -> operator.id().equals(id)).findFirst();
    }

    public Optional<NamedKey> issuer(PrincipalId id) {
        return attestationIssuers.stream().filter(issuer -> issuer.id().equals(id)).findFirst();
    }

    /** The floor of an operation, safe where none is set. */
    public RiskLevel floor(String operationName) {
        return riskFloors.stream()
                .filter(floor -> floor.operation().equals(operationName))
                .map(RiskFloor::floor)
                .findFirst()
                .orElse(RiskLevel.SAFE);
    }
}
