package dev.shieldwall.transport.nacl.core;

import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.aead.Secretbox;
import dev.shieldwall.crypto.kem.DhAgreement;
import dev.shieldwall.crypto.kem.KemAlgorithm;
import dev.shieldwall.crypto.kem.KemPrivateKey;
import dev.shieldwall.crypto.kem.KemPublicKey;
import dev.shieldwall.crypto.signature.Ed25519PrivateKey;
import dev.shieldwall.crypto.signature.Ed25519Signer;
import dev.shieldwall.crypto.signature.KeyRejectedException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Components with the keys of the reference's vectors, what hosts draw, and the hands of an attacker on the wire. */
public final class NaclParties {

    public static final Instant NOON = Instant.ofEpochSecond(1_735_689_600);
    public static final Duration YOUNG = Duration.ZERO;
    public static final NaclIdentity CLIENT = identity("flutter_client", 0x00);
    public static final NaclIdentity SERVER = identity("backend", 0x20);
    public static final NaclIdentity CLI = identity("cli", 0x80);
    public static final NaclIdentity STRANGER = identity("flutter_client", 0xa0);
    public static final ClientList CLIENTS = new ClientList(List.of(CLIENT.key(), CLI.key()));
    public static final NaclCompatibility COMPATIBILITY = NaclCompatibility.enabledDespite(EnumSet.allOf(NaclWeakness.class));
    public static final SecureRandom RANDOM = new SecureRandom();

    private NaclParties() {}

    public static NaclCompatibility limited(NaclLimits limits) {
        return NaclCompatibility.enabledDespite(EnumSet.allOf(NaclWeakness.class), limits);
    }

    static NaclIdentity identity(String component, int firstByteOfSeed) {
        return new NaclIdentity(component, new Ed25519Signer(Ed25519PrivateKey.fromSeed(counting(firstByteOfSeed))));
    }

    private static byte[] counting(int first) {
        byte[] bytes = new byte[32];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (first + i);
        }
        return bytes;
    }

    static NaclServerHandshake server() {
        return new NaclServerHandshake(COMPATIBILITY, SERVER, CLIENTS);
    }

    static NaclClientHandshake client() {
        return new NaclClientHandshake(COMPATIBILITY, CLIENT, SERVER.key());
    }

    public static Draw draw() {
        byte[] challenge = new byte[32];
        byte[] nonce = new byte[24];
        RANDOM.nextBytes(challenge);
        RANDOM.nextBytes(nonce);
        challenge[0] |= (byte) 0x80;
        return new Draw(KemPrivateKey.generate(KemAlgorithm.X25519, RANDOM), challenge, nonce);
    }

    /** With the X25519 key and the challenge of a vector. */
    static Draw drawn(int firstByteOfKey, int challengeByte, byte[] nonce) {
        byte[] challenge = new byte[32];
        Arrays.fill(challenge, (byte) challengeByte);
        try {
            return new Draw(KemPrivateKey.of(KemAlgorithm.X25519, counting(firstByteOfKey)), challenge, nonce);
        } catch (KeyRejectedException e) {
            throw new AssertionError(e);
        }
    }

    static byte[] request() {
        return client().request(draw(), NOON);
    }

    /** Both ends of one handshake. */
    public record Pair(BoxSession client, BoxSession server) {}

    static Pair pair(NaclCompatibility compatibility, Draw clients, Draw servers) {
        try {
            var client = new NaclClientHandshake(compatibility, CLIENT, SERVER.key());
            var server = new NaclServerHandshake(compatibility, SERVER, CLIENTS);
            var accepted = server.answer(server.admit(client.request(clients, NOON), NOON), servers, NOON);
            return new Pair(client.finish(200, accepted.answer(), clients, NOON), accepted.session());
        } catch (NaclRefusedException e) {
            throw new AssertionError(e);
        }
    }

    static Pair pair() {
        return pair(COMPATIBILITY, draw(), draw());
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The text of a field, wherever in the body it is. */
    public static String field(byte[] body, String name) {
        var matcher = Pattern.compile("\"" + name + "\":\"?([^\",}]*)").matcher(text(body));
        if (!matcher.find()) {
            throw new AssertionError(name + " is not in " + text(body));
        }
        return matcher.group(1);
    }

    /** The body with another value for one of its fields. */
    public static byte[] with(byte[] body, String name, String value) {
        String old = field(body, name);
        return bytes(text(body).replaceFirst(
                "(\"" + name + "\":\"?)" + Pattern.quote(old), "$1" + Matcher.quoteReplacement(value)));
    }

    public static byte[] withKey(byte[] body, KemPrivateKey attacker) {
        return with(body, "public_key", Base64.getEncoder().encodeToString(attacker.publicKey().bytes()));
    }

    public static byte[] withTime(byte[] body, Instant time) {
        long millis = time.toEpochMilli();
        return with(body, "timestamp", millis / 1000 + "." + String.format("%03d", millis % 1000));
    }

    public static KemPrivateKey ephemeral() {
        return KemPrivateKey.generate(KemAlgorithm.X25519, RANDOM);
    }

    /** What whoever holds the private key computes from a handshake's body. */
    public static Secretbox box(KemPrivateKey own, byte[] body) {
        byte[] peer = Base64.getDecoder().decode(field(body, "public_key"));
        try (SecretBytes agreement = DhAgreement.agree(own, KemPublicKey.of(KemAlgorithm.X25519, peer))) {
            return Secretbox.ofBox(agreement);
        } catch (KeyRejectedException e) {
            throw new AssertionError(e);
        }
    }
}
