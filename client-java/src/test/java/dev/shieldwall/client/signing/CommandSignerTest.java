package dev.shieldwall.client.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.client.TestMesh;
import dev.shieldwall.crypto.signature.Ed25519Verifier;
import dev.shieldwall.crypto.signature.SignatureRejectedException;
import dev.shieldwall.crypto.signature.SigningContext;
import dev.shieldwall.model.command.SessionCommand;
import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.model.identity.Attestation;
import dev.shieldwall.model.identity.VerificationKey;
import dev.shieldwall.model.session.SessionId;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CommandSignerTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final TestMesh mesh = TestMesh.create();
    private final CommandSigner signer = new CommandSigner(
            TestMesh.principal("service/alice"), TestMesh.key(7), Clock.fixed(NOW, ZoneOffset.UTC));
    private final SessionCommand command = new SessionCommand.Close(new SessionId(signer.randomBytes(16)));

    @Test
    void aCommandCarriesPrincipalMeshAndThirtySeconds() throws Exception {
        SignedCommand signed = signer.sign(command, mesh.chainId());

        signed.verify(TestMesh.key(7).publicKey());
        assertThat(signed.payload().principal()).isEqualTo(TestMesh.principal("service/alice"));
        assertThat(signed.payload().chainId()).isEqualTo(mesh.chainId());
        assertThat(signed.payload().command()).isEqualTo(command);
        assertThat(signed.payload().notAfterMillis()).isEqualTo(NOW.plusSeconds(30).toEpochMilli());
    }

    @Test
    void everySignatureHasAnIdOfItsOwn() {
        assertThat(signer.sign(command, mesh.chainId()).payload().commandId())
                .isNotEqualTo(signer.sign(command, mesh.chainId()).payload().commandId());
    }

    @Test
    void anotherKeyDidNotSignIt() {
        SignedCommand signed = signer.sign(command, mesh.chainId());
        assertThatThrownBy(() -> signed.verify(TestMesh.key(8).publicKey()))
                .isInstanceOf(SignatureRejectedException.class);
    }

    @Test
    void notAfterLiesAheadAndAtMostTenMinutes() {
        assertThatCode(() -> signer.sign(command, mesh.chainId(), NOW.plusSeconds(600))).doesNotThrowAnyException();
        assertThatThrownBy(() -> signer.sign(command, mesh.chainId(), NOW.plusSeconds(600).plusMillis(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> signer.sign(command, mesh.chainId(), NOW))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anAttestationIsSignedOverSubjectKeyAndClaims() throws Exception {
        var issuer = TestMesh.principal("issuer/ca");
        var attestor = new Attestor(issuer, mesh.issuerKey(), mesh.chainId());
        var subject = signer.principal();
        var key = VerificationKey.ed25519(signer.publicKey());
        var claims = new TreeMap<>(Map.of("environment", "production"));

        Attestation made = attestor.attest(subject, key, claims, NOW);

        byte[] statement = Attestation.message(mesh.chainId(), subject, key, issuer, claims, NOW.toEpochMilli());
        Ed25519Verifier.verify(
                mesh.issuerKey().publicKey(), SigningContext.of(Attestation.SIGNING_LABEL), statement,
                made.signature().toArray());
    }
}
