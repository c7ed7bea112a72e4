package dev.shieldwall.benchmark.fuzz;

import dev.shieldwall.crypto.aead.Secretbox;
import dev.shieldwall.crypto.kem.KemAlgorithm;
import dev.shieldwall.crypto.kem.KemPrivateKey;
import dev.shieldwall.crypto.signature.Ed25519PrivateKey;
import dev.shieldwall.crypto.signature.Ed25519Signer;
import dev.shieldwall.crypto.signature.SigningContext;
import dev.shieldwall.transport.call.core.BinaryHttp;
import dev.shieldwall.transport.call.core.CallRequest;
import dev.shieldwall.transport.call.core.CallResponse;
import dev.shieldwall.transport.call.core.Field;
import dev.shieldwall.transport.call.core.MalformedCallException;
import dev.shieldwall.transport.nacl.core.ClientId;
import dev.shieldwall.transport.nacl.core.ClientList;
import dev.shieldwall.transport.nacl.core.Draw;
import dev.shieldwall.transport.nacl.core.NaclClientHandshake;
import dev.shieldwall.transport.nacl.core.NaclCompatibility;
import dev.shieldwall.transport.nacl.core.NaclIdentity;
import dev.shieldwall.transport.nacl.core.NaclRefusedException;
import dev.shieldwall.transport.nacl.core.NaclServerHandshake;
import dev.shieldwall.transport.nacl.core.NaclWeakness;
import dev.shieldwall.transport.nacl.core.SealedAnswer;
import dev.shieldwall.transport.nacl.core.SealedRequest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;

/**
 * Calls inside a channel, and the NaCl compatibility mode's bodies: a request and an answer of the handshake, and the
 * envelopes.
 */
final class TransportDecoders {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Instant NOW = Instant.ofEpochSecond(1_735_689_600);

    private final NaclIdentity asking = identity("client");
    private final NaclIdentity serving = identity("backend");
    private final Draw draw = draw();

    static List<Decoder> all() {
        var own = new TransportDecoders();
        byte[] request = own.client().request(own.draw, NOW);
        byte[] payload = new byte[Secretbox.NONCE_BYTES + Secretbox.TAG_BYTES + 2];
        var fields = List.of(new Field("accept", "*/*"));
        var call = new CallRequest("POST", "gateway", "/v1/commands", fields, payload);
        return List.of(
                new Decoder("call-request", TransportDecoders::callRequest, List.of(BinaryHttp.encode(call))),
                new Decoder("call-response", TransportDecoders::callResponse,
                        List.of(BinaryHttp.encode(new CallResponse(200, fields, payload)))),
                new Decoder("nacl-request", own::request, List.of(request)),
                new Decoder("nacl-answer", own::answer, List.of(own.answerTo(request))),
                new Decoder("nacl-sealed-request", TransportDecoders::sealedRequest,
                        List.of(new SealedRequest(ClientId.of(own.asking.key()), payload).encode())),
                new Decoder("nacl-sealed-answer", TransportDecoders::sealedAnswer, List.of(new SealedAnswer(payload).encode())));
    }

    private static void callRequest(byte[] input) {
        try {
            byte[] once = BinaryHttp.encode(BinaryHttp.request(input));
            Decoder.require(Arrays.equals(BinaryHttp.encode(BinaryHttp.request(once)), once), "a call goes round");
        } catch (MalformedCallException e) {
            return;
        }
    }

    private static void callResponse(byte[] input) {
        try {
            byte[] once = BinaryHttp.encode(BinaryHttp.response(input));
            Decoder.require(Arrays.equals(BinaryHttp.encode(BinaryHttp.response(once)), once), "its answer goes round");
        } catch (MalformedCallException e) {
            return;
        }
    }

    private static NaclIdentity identity(String component) {
        return new NaclIdentity(component, new Ed25519Signer(Ed25519PrivateKey.generate(RANDOM)));
    }

    private static Draw draw() {
        byte[] challenge = new byte[SigningContext.CHALLENGE_BYTES];
        challenge[0] = -1;
        KemPrivateKey ephemeral = KemPrivateKey.generate(KemAlgorithm.X25519, RANDOM);
        return new Draw(ephemeral, challenge, new byte[Secretbox.NONCE_BYTES]);
    }

    private static NaclCompatibility compatibility() {
        return NaclCompatibility.enabledDespite(EnumSet.allOf(NaclWeakness.class));
    }

    /** Anew for each input: a challenge is taken once. */
    private NaclServerHandshake server() {
        return new NaclServerHandshake(compatibility(), serving, new ClientList(List.of(asking.key())));
    }

    private NaclClientHandshake client() {
        return new NaclClientHandshake(compatibility(), asking, serving.key());
    }

    private byte[] answerTo(byte[] request) {
        try {
            NaclServerHandshake server = server();
            return server.answer(server.admit(request, NOW), draw, NOW).answer();
        } catch (NaclRefusedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void request(byte[] input) {
        try {
            NaclServerHandshake server = server();
            server.answer(server.admit(input, NOW), draw, NOW).session().close();
        } catch (NaclRefusedException e) {
            return;
        }
    }

    private void answer(byte[] input) {
        try {
            client().finish(200, input, draw, NOW).close();
        } catch (NaclRefusedException e) {
            return;
        }
    }

    private static void sealedRequest(byte[] input) {
        try {
            SealedRequest once = SealedRequest.parse(input);
            SealedRequest again = SealedRequest.parse(once.encode());
            Decoder.require(
                    again.client().equals(once.client()) && Arrays.equals(again.sealed(), once.sealed()), "a request goes round");
        } catch (NaclRefusedException e) {
            return;
        }
    }

    private static void sealedAnswer(byte[] input) {
        try {
            SealedAnswer once = SealedAnswer.parse(input);
            Decoder.require(Arrays.equals(SealedAnswer.parse(once.encode()).sealed(), once.sealed()), "an answer goes round");
        } catch (NaclRefusedException e) {
            return;
        }
    }
}
