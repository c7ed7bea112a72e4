package dev.shieldwall.transport.nacl.core;

import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.aead.Secretbox;
import dev.shieldwall.crypto.kem.DhAgreement;
import dev.shieldwall.crypto.kem.KemAlgorithm;
import dev.shieldwall.crypto.kem.KemPrivateKey;
import dev.shieldwall.crypto.kem.KemPublicKey;
import dev.shieldwall.crypto.signature.Ed25519PublicKey;
import dev.shieldwall.crypto.signature.Ed25519Verifier;
import dev.shieldwall.crypto.signature.KeyRejectedException;
import dev.shieldwall.crypto.signature.SignatureRejectedException;
import dev.shieldwall.crypto.signature.SigningContext;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;

/** What each side says of itself, request and answer alike. Of all this the signature covers the challenge. */
@SuppressWarnings("ArrayRecordComponent") // lives for one handshake and is never compared
record Handshake(byte[] identityKey, byte[] publicKey, double timestamp, byte[] challenge, byte[] signature) {

    /** A handshake has some 500 bytes; nothing else is read from strangers. */
    static final int MOST_BYTES = 4096;

    static final int FRESH_SECONDS = 30;

    private static final int KEY_BYTES = 32;

    static Handshake parse(JsonFields fields) throws NaclRefusedException {
        fields.requireOnly("component", "identity_key", "public_key", "timestamp", "challenge", "signature")
                .text("component");
        return new Handshake(
                fields.bytes("identity_key", KEY_BYTES),
                fields.bytes("public_key", KEY_BYTES),
                fields.number("timestamp"),
                fields.bytes("challenge", SigningContext.CHALLENGE_BYTES),
                fields.bytes("signature", Ed25519Verifier.SIGNATURE_BYTES));
    }

    static String encode(NaclIdentity own, Draw draw, Instant now) {
        Base64.Encoder base64 = Base64.getEncoder();
        byte[] signature = own.signer().sign(SigningContext.BARE_CHALLENGE, draw.challenge());
        return "{\"component\":\"" + own.component()
                + "\",\"identity_key\":\"" + base64.encodeToString(own.key().bytes())
                + "\",\"public_key\":\"" + base64.encodeToString(draw.ephemeral().publicKey().bytes())
                + "\",\"timestamp\":" + seconds(now)
                + ",\"challenge\":\"" + base64.encodeToString(draw.challenge())
                + "\",\"signature\":\"" + base64.encodeToString(signature) + "\"}";
    }

    private static String seconds(Instant now) {
        long millis = now.toEpochMilli();
        return String.format(Locale.ROOT, "%d.%03d", millis / 1000, millis % 1000);
    }

    void requireFresh(Instant now) throws NaclRefusedException {
        if (Math.abs(now.toEpochMilli() / 1000.0 - timestamp) > FRESH_SECONDS) {
            throw new NaclRefusedException(NaclRefusal.STALE);
        }
    }

    void verify(Ed25519PublicKey key) throws NaclRefusedException {
        try {
            Ed25519Verifier.verify(key, SigningContext.BARE_CHALLENGE, challenge, signature);
        } catch (SignatureRejectedException e) {
            throw new NaclRefusedException(NaclRefusal.BAD_SIGNATURE);
        }
    }

    Secretbox agree(KemPrivateKey own) throws NaclRefusedException {
        try (SecretBytes agreement = DhAgreement.agree(own, KemPublicKey.of(KemAlgorithm.X25519, publicKey))) {
            return Secretbox.ofBox(agreement);
        } catch (KeyRejectedException e) {
            throw new NaclRefusedException(NaclRefusal.BAD_KEY);
        }
    }
}
