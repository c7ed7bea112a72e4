package dev.shieldwall.ledger;

import static dev.shieldwall.ledger.TestLedger.ANA;
import static dev.shieldwall.ledger.TestLedger.CA;
import static dev.shieldwall.ledger.TestLedger.LIMITS;
import static dev.shieldwall.ledger.TestLedger.OTHER;
import static dev.shieldwall.ledger.TestLedger.TRADER;
import static dev.shieldwall.ledger.TestLedger.attested;
import static dev.shieldwall.ledger.TestLedger.commandId;
import static dev.shieldwall.ledger.TestLedger.establish;
import static dev.shieldwall.ledger.TestLedger.key;
import static dev.shieldwall.ledger.TestLedger.principal;
import static dev.shieldwall.ledger.TestLedger.signed;
import static dev.shieldwall.ledger.TestLedger.signer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.command.CommandPayload;
import dev.shieldwall.model.command.IdentityCommand;
import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.model.decision.Decision;
import dev.shieldwall.model.decision.Rejection;
import dev.shieldwall.model.genesis.Approvers;
import dev.shieldwall.model.genesis.Genesis;
import dev.shieldwall.model.genesis.NamedKey;
import dev.shieldwall.model.identity.Attestation;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.model.identity.VerificationKey;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What may stand in a block at all. Each refusal is asked of a block and of an admission, with equal answers. */
class CommandValidityTest {

    private static final PrincipalId NEW = principal("service/new");

    private final TestLedger ledger = new TestLedger().populated();

    CommandValidityTest() {
        ledger.now += 1_000;
    }

    private CommandPayload payload(PrincipalId principal, Hash chainId) {
        return new CommandPayload(chainId, commandId(900), principal, ledger.now + 60_000, establish(9));
    }

    @Test
    void aCommandOfAnotherMeshIsRefused() {
        assertThat(ledger.isValid(signed(payload(TRADER, ledger.genesis.chainId()), signer(TRADER.value())))).isTrue();
        assertThat(ledger.refusal(signed(payload(TRADER, Hash.ZERO), signer(TRADER.value()))))
                .isEqualTo(Refusal.WRONG_CHAIN);
    }

    @Test
    void aCommandOfSomebodyUnknownIsRefused() {
        assertThat(ledger.refusal(ledger.by(NEW, establish(9)))).isEqualTo(Refusal.UNKNOWN_PRINCIPAL);
        assertThat(ledger.refusal(ledger.by(CA, establish(9)))).isEqualTo(Refusal.UNKNOWN_PRINCIPAL);
        assertThat(ledger.refusal(ledger.by(principal("replica/0"), establish(9))))
                .isEqualTo(Refusal.UNKNOWN_PRINCIPAL);
    }

    @Test
    void theKeyOfACommandIsItsPrincipals() {
        assertThat(ledger.refusal(signed(payload(TRADER, ledger.genesis.chainId()), signer(OTHER.value()))))
                .isEqualTo(Refusal.WRONG_KEY);
    }

    @Test
    void anyChangedBitOfTheSignatureIsRefused() {
        SignedCommand good = ledger.by(TRADER, establish(9));
        for (int bit = 0; bit < 512; bit += 37) {
            byte[] signature = good.signature().toArray();
            signature[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(ledger.refusal(withSignature(good, signature))).isEqualTo(Refusal.BAD_SIGNATURE);
        }
        assertThat(ledger.isValid(good)).isTrue();
    }

    private static SignedCommand withSignature(SignedCommand command, byte[] signature) {
        return new SignedCommand(
                command.jws(), command.jwsHash(), command.keyId(), command.payload(), command.signingInput(),
                Bytes.wrap(signature));
    }

    @Test
    void aCommandCountsUntilItsNotAfterAndNotAMillisecondLonger() {
        assertThat(ledger.isValid(ledger.by(TRADER, establish(9), 900, ledger.now))).isTrue();
        assertThat(ledger.refusal(ledger.by(TRADER, establish(9), 900, ledger.now - 1))).isEqualTo(Refusal.EXPIRED);
    }

    @Test
    void notAfterLiesAtMostTenMinutesAhead() {
        long furthest = ledger.now + LIMITS.notAfterAheadMillis();
        assertThat(LIMITS.notAfterAheadMillis()).isEqualTo(600_000);
        assertThat(ledger.isValid(ledger.by(TRADER, establish(9), 900, furthest))).isTrue();
        assertThat(ledger.refusal(ledger.by(TRADER, establish(9), 900, furthest + 1)))
                .isEqualTo(Refusal.TOO_FAR_AHEAD);
    }

    @Test
    void aCommandIsAsLongAsTheLimitAndNoLonger() {
        int size = ledger.by(TRADER, ledger.register(TRADER)).jws().size();
        var fits = new TestLedger(TestLedger.sizes(size, LIMITS.blockBytes(), LIMITS.blockCommands()));
        assertThat(fits.isValid(fits.by(TRADER, fits.register(TRADER)))).isFalse(); // not later than genesis
        fits.now += 1;
        assertThat(fits.isValid(fits.by(TRADER, fits.register(TRADER)))).isTrue();
        var tooSmall = new TestLedger(TestLedger.sizes(size - 1, LIMITS.blockBytes(), LIMITS.blockCommands()));
        tooSmall.now += 1;
        assertThat(tooSmall.refusal(tooSmall.by(TRADER, tooSmall.register(TRADER)))).isEqualTo(Refusal.TOO_LARGE);
    }

    @Test
    void aBlockHasAsManyCommandsAsTheLimitAndNoMore() {
        var small = new TestLedger(TestLedger.sizes(LIMITS.commandBytes(), LIMITS.blockBytes(), 2));
        small.populated();
        small.now += 1_000;
        SignedCommand[] three = {
            small.by(TRADER, establish(7)), small.by(TRADER, establish(8)), small.by(TRADER, establish(9))};

        assertThat(small.outcome(three[0], three[1])).isInstanceOf(BlockOutcome.Executed.class);
        assertThat(small.outcome(three)).isInstanceOfSatisfying(BlockOutcome.Invalid.class, invalid -> {
            assertThat(invalid.reason()).isEqualTo(Refusal.BLOCK_FULL);
            assertThat(invalid.index()).isEqualTo(2);
        });
    }

    @Test
    void aBlockHasAsManyBytesAsTheLimitAndNoMore() {
        int size = ledger.by(TRADER, ledger.register(TRADER)).jws().size();
        for (int missing = 0; missing < 2; missing++) {
            var small = new TestLedger(TestLedger.sizes(size, 2 * size - missing, 10));
            small.now += 1;
            BlockOutcome outcome = small.outcome(
                    small.by(TRADER, small.register(TRADER)), small.by(TRADER, small.register(TRADER)));
            assertThat(outcome).isInstanceOf(missing == 0 ? BlockOutcome.Executed.class : BlockOutcome.Invalid.class);
        }
    }

    @Test
    void aRegistrationIsSignedByTheKeyThatItRegisters() {
        IdentityCommand.Register register = ledger.register(NEW);
        var payload = new CommandPayload(
                ledger.genesis.chainId(), commandId(900), NEW, ledger.now + 60_000, register);
        assertThat(ledger.isValid(signed(payload, signer(NEW.value())))).isTrue();
        assertThat(ledger.refusal(signed(payload, signer(CA.value())))).isEqualTo(Refusal.WRONG_KEY);
        assertThat(ledger.refusal(signed(payload, signer(ANA.value())))).isEqualTo(Refusal.WRONG_KEY);
    }

    @Test
    void anAttestationIsByAnIssuerOfGenesis() {
        Attestation foreign = ledger.attestation(OTHER, NEW, key(NEW.value()), ledger.now + 60_000);
        assertThat(ledger.refusal(ledger.by(NEW, attested(NEW, foreign)))).isEqualTo(Refusal.BAD_ATTESTATION);
        Attestation byOperator = ledger.attestation(ANA, NEW, key(NEW.value()), ledger.now + 60_000);
        assertThat(ledger.refusal(ledger.by(NEW, attested(NEW, byOperator)))).isEqualTo(Refusal.BAD_ATTESTATION);
    }

    @Test
    void anAttestationCountsUntilItsNotAfterAndNotAMillisecondLonger() {
        Attestation last = ledger.attestation(CA, NEW, key(NEW.value()), ledger.now);
        assertThat(ledger.isValid(ledger.by(NEW, attested(NEW, last)))).isTrue();
        Attestation ended = ledger.attestation(CA, NEW, key(NEW.value()), ledger.now - 1);
        assertThat(ledger.refusal(ledger.by(NEW, attested(NEW, ended)))).isEqualTo(Refusal.BAD_ATTESTATION);
    }

    @Test
    void anAttestationIsForThisSubjectKeyMeshAndTheseClaims() {
        long end = ledger.now + 60_000;
        Attestation good = ledger.attestation(CA, NEW, key(NEW.value()), end);
        var otherClaims = new TreeMap<>(good.claims());
        otherClaims.put("purpose", "root");
        var otherMesh = new TestLedger(LIMITS, new Approvers(0, 1));

        for (Attestation bad : List.of(
                ledger.attestation(CA, OTHER, key(NEW.value()), end),
                ledger.attestation(CA, NEW, key(OTHER.value()), end),
                otherMesh.attestation(CA, NEW, key(NEW.value()), end),
                new Attestation(CA, otherClaims, end, good.signature()),
                new Attestation(CA, good.claims(), end + 1, good.signature()),
                new Attestation(CA, good.claims(), end, Bytes.wrap(new byte[64])))) {
            assertThat(ledger.refusal(ledger.by(NEW, attested(NEW, bad)))).isEqualTo(Refusal.BAD_ATTESTATION);
        }
    }

    /** The identity point: a signature for it can be made without a secret. */
    @Test
    void aKeyOfSmallOrderIsNeverRegistered() {
        byte[] identity = new byte[32];
        identity[0] = 1;
        VerificationKey weak = VerificationKey.ed25519(identity);
        var register = new IdentityCommand.Register(
                weak, ledger.attestation(CA, NEW, weak, ledger.now + 60_000), "participant", 1, List.of());
        SignedCommand command = ledger.by(NEW, register);
        var named = new SignedCommand(
                command.jws(), command.jwsHash(), weak.thumbprint(), command.payload(), command.signingInput(),
                command.signature());

        assertThat(ledger.refusal(named)).isEqualTo(Refusal.BAD_ATTESTATION);
        SignatureCheck tooKind = (_, _) -> {};
        assertThat(Ledger.admit(ledger.state, named, ledger.now, tooKind)).isInstanceOf(Admission.Refused.class);
    }

    @Test
    void genesisWithAKeyOfSmallOrderStartsNoMesh() {
        byte[] identity = new byte[32];
        identity[0] = 1;
        Genesis it = ledger.genesis;
        var weak = List.of(new NamedKey(ANA, VerificationKey.ed25519(identity)));
        var genesis = new Genesis(
                it.format(), it.trustDomain(), it.createdAtMillis(), it.algorithm(), it.replicaSet(), weak,
                it.attestationIssuers(), it.signatureRule(), it.commandProfile(), it.evaluator(), it.approvers(),
                it.riskFloors(), it.limits(), it.consensus(), it.tokenKey());

        assertThatThrownBy(() -> Ledger.genesis(genesis)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRevokedPrincipalIsStillKnownAndItsCommandsAreCommittedDenials() {
        ledger.run(ANA, new IdentityCommand.Revoke(TRADER, "left"));
        assertThat(ledger.run(TRADER, establish(9))).isInstanceOfSatisfying(
                Decision.Rejected.class, it -> assertThat(it.code()).isEqualTo(Rejection.PRINCIPAL_REVOKED));
    }

    @Test
    void theFirstOffendingCommandIsNamed() {
        SignedCommand good = ledger.by(TRADER, establish(9));
        assertThat(ledger.outcome(good, ledger.by(NEW, establish(9)), ledger.by(OTHER, establish(8), 901, 0)))
                .isInstanceOfSatisfying(BlockOutcome.Invalid.class, invalid -> {
                    assertThat(invalid.index()).isEqualTo(1);
                    assertThat(invalid.reason()).isEqualTo(Refusal.UNKNOWN_PRINCIPAL);
                });
    }
}
