package dev.shieldwall.client.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.client.TestMesh;
import dev.shieldwall.crypto.signature.Ed25519Signer;
import dev.shieldwall.crypto.signature.SigningContext;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.genesis.Genesis;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadTokenTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final TestMesh mesh = TestMesh.create();
    private final Genesis genesis = mesh.genesis();
    private final Ed25519Signer key = mesh.tokenKey();

    private ReadToken fresh(Duration lifetime) {
        return ReadToken.of(genesis, TestMesh.principal("operator/ana"), NOW, lifetime);
    }

    private ReadToken verify(String compact, Instant at) throws ReadTokenRejectedException {
        return ReadToken.verify(compact, key.publicKey(), genesis, at);
    }

    private void refused(String compact, Instant at) {
        assertThatThrownBy(() -> verify(compact, at)).isInstanceOf(ReadTokenRejectedException.class);
    }

    /** A token with any header and claims, signed by the token key. */
    private String forged(String header, String claims) {
        String input = part(header) + "." + part(claims);
        byte[] signature = key.sign(SigningContext.JWS, input.getBytes(StandardCharsets.US_ASCII));
        return input + "." + Bytes.wrap(signature).toBase64Url();
    }

    private static String part(String json) {
        return Bytes.wrap(json.getBytes(StandardCharsets.UTF_8)).toBase64Url();
    }

    private String header() {
        return "{\"alg\":\"EdDSA\",\"kid\":\"" + key.publicKey().thumbprint() + "\",\"typ\":\"" + ReadToken.TYPE + "\"}";
    }

    private String claims(long iat, long exp) {
        return "{\"iss\":\"" + ReadToken.issuer(genesis) + "\",\"sub\":\"spiffe://mesh.example/operator/ana\",\"aud\":\""
                + ReadToken.audience(genesis) + "\",\"iat\":" + iat + ",\"exp\":" + exp + ",\"scope\":\"read\"}";
    }

    @Test
    void whatIsSignedIsReadBack() throws Exception {
        ReadToken token = fresh(Duration.ofMinutes(5));
        assertThat(verify(token.sign(key), NOW)).isEqualTo(token);
    }

    @Test
    void aTokenIsValidUntilItsEndExclusive() throws Exception {
        String token = fresh(Duration.ofMinutes(5)).sign(key);
        verify(token, NOW.plusSeconds(299));
        refused(token, NOW.plusSeconds(300));
    }

    @Test
    void aTokenFromTheFutureIsRefusedBeyondTheSkew() throws Exception {
        String token = fresh(Duration.ofMinutes(5)).sign(key);
        verify(token, NOW.minus(ReadToken.SKEW));
        refused(token, NOW.minus(ReadToken.SKEW).minusSeconds(1));
    }

    @Test
    void noTokenLivesLongerThanAQuarterOfAnHour() throws Exception {
        long iat = NOW.getEpochSecond();
        verify(forged(header(), claims(iat, iat + 900)), NOW);
        refused(forged(header(), claims(iat, iat + 901)), NOW);
        refused(forged(header(), claims(iat, iat)), NOW);
        assertThatThrownBy(() -> fresh(Duration.ofMinutes(15).plusSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anotherKeyOrAnotherMeshIsRefused() {
        refused(fresh(Duration.ofMinutes(5)).sign(TestMesh.key(9)), NOW);
        Genesis other = TestMesh.another().genesis();
        String token = ReadToken.of(other, TestMesh.principal("operator/ana"), NOW, Duration.ofMinutes(5)).sign(key);
        refused(token, NOW);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"alg\":\"none\",\"kid\":\"KID\",\"typ\":\"shieldwall-read+jwt\"}",
        "{\"alg\":\"EdDSA\",\"kid\":\"KID\",\"typ\":\"JWT\"}",
        "{\"alg\":\"EdDSA\",\"kid\":\"other\",\"typ\":\"shieldwall-read+jwt\"}",
        "{\"alg\":\"EdDSA\",\"kid\":\"KID\",\"typ\":\"shieldwall-read+jwt\",\"crit\":\"x\"}",
        "{\"alg\":\"EdDSA\",\"kid\":\"KID\",\"typ\":\"shieldwall-command+jws\"}"
    })
    void anyOtherHeaderIsRefused(String header) {
        long iat = NOW.getEpochSecond();
        refused(forged(header.replace("KID", key.publicKey().thumbprint()), claims(iat, iat + 60)), NOW);
    }

    @Test
    void aChangedCharacterAnywhereIsRefused() {
        String token = fresh(Duration.ofMinutes(5)).sign(key);
        for (int i = 0; i < token.length(); i++) {
            char other = token.charAt(i) == 'A' ? 'B' : 'A';
            refused(token.substring(0, i) + other + token.substring(i + 1), NOW);
        }
    }

    @Test
    void moreOrFewerPartsAreRefused() {
        String token = fresh(Duration.ofMinutes(5)).sign(key);
        refused(token + ".", NOW);
        refused(token.substring(0, token.lastIndexOf('.')), NOW);
        refused("", NOW);
        refused(".." , NOW);
        refused("x".repeat(ReadToken.MAX_BYTES + 1), NOW);
    }
}
