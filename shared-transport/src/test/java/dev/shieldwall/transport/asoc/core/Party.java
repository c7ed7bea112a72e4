package dev.shieldwall.transport.asoc.core;

import dev.shieldwall.crypto.kem.Encapsulation;
import dev.shieldwall.crypto.kem.KemAlgorithm;
import dev.shieldwall.crypto.kem.KemPrivateKey;
import dev.shieldwall.crypto.kem.KemPublicKey;
import dev.shieldwall.crypto.signature.Ed25519PrivateKey;
import dev.shieldwall.crypto.signature.Ed25519PublicKey;
import dev.shieldwall.crypto.signature.Ed25519Signer;
import dev.shieldwall.crypto.signature.KeyRejectedException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A node in a test without sockets: its terms, its memories, and frames as byte arrays. */
final class Party {

    static final ClusterKey KEY = ClusterKey.ofText("test-secret-key");
    static final long NOW = 1_000_000;

    private static final SecureRandom RANDOM = new SecureRandom();

    static final Randomness RANDOMNESS = new Randomness() {
        @Override
        public int nextInt() {
            return RANDOM.nextInt();
        }

        @Override
        public byte[] nonce(int bytes) {
            byte[] nonce = new byte[bytes];
            RANDOM.nextBytes(nonce);
            return nonce;
        }

        @Override
        public KemPrivateKey ephemeralKey(KemAlgorithm algorithm) {
            return KemPrivateKey.generate(algorithm, RANDOM);
        }

        @Override
        public Encapsulation encapsulate(KemPublicKey key) throws KeyRejectedException {
            return key.encapsulate(RANDOM);
        }
    };

    final NodeId id;
    final Ed25519Signer identity = new Ed25519Signer(Ed25519PrivateKey.generate(RANDOM));
    final ReplayMemory<ServerLink.SeenHello> hellos = new ReplayMemory<>(10_000, 60_000);
    final ReplayMemory<Long> tokens = new ReplayMemory<>(10_000, 60_000);
    Community community = new Community("demo");
    ClusterKeys keys = new ClusterKeys.Single(KEY);
    Trust trust = Trust.of(Trust.Policy.LEGACY_ALLOWED);

    Party(int number) {
        this.id = NodeId.parse("00000000-0000-0000-0000-00000000000" + number);
    }

    Ed25519PublicKey publicKey() {
        return identity.publicKey();
    }

    void pin(NodeId node, Ed25519PublicKey key) {
        trust = new Trust(trust.policy(), Map.of(node, key), Set.of());
    }

    Terms terms() {
        return new Terms(id, identity, community, keys, trust);
    }

    ServerLink server() {
        return new ServerLink(terms(), hellos, RANDOMNESS);
    }

    ClientLink client(NodeId server) {
        return new ClientLink(terms(), server, keys.current(), tokens, RANDOMNESS);
    }

    /** Frame in, outputs out, as the host does it. */
    static List<Output> give(Link link, byte[] frame) throws RefusedException {
        ByteBuffer bytes = ByteBuffer.wrap(frame.clone());
        FrameHeader header = FrameHeader.read(bytes);
        link.admit(header);
        return link.receive(header, bytes, NOW);
    }

    static byte[] sent(List<Output> outputs) {
        return outputs.stream()
                .filter(Output.Send.class::isInstance)
                .map(output -> ((Output.Send) output).frame())
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing to send in " + outputs));
    }

    static byte[] frame(FrameType type, long stream, long sequence, byte... payload) {
        ByteBuffer frame = ByteBuffer.allocate(FrameHeader.BYTES + payload.length);
        FrameHeader.of(type, stream, sequence, payload.length).write(frame);
        return frame.put(payload).array();
    }

    /** The frames of one whole handshake of the extension, and what each side may send with afterwards. */
    static final class Handshake {

        final ClientLink client;
        final ServerLink server;
        final List<byte[]> frames = new ArrayList<>();
        final FrameSeal clientSeal;
        final FrameSeal serverSeal;

        Handshake(Party client, Party server) throws RefusedException {
            this.client = client.client(server.id);
            this.server = server.server();
            frames.add(this.client.helloFrame());
            frames.add(sent(give(this.server, frames.get(0))));
            frames.add(sent(give(this.client, frames.get(1))));
            frames.add(sent(give(this.server, frames.get(2))));
            List<Output> last = give(this.client, frames.get(3));
            frames.add(sent(last));
            this.clientSeal = ((Output.ReadySealed) last.get(1)).seal();
            this.serverSeal = ((Output.ReadySealed) give(this.server, frames.get(4)).get(0)).seal();
        }

        static byte[] sealed(FrameSeal seal, byte[] frame) throws RefusedException {
            ByteBuffer in = ByteBuffer.wrap(frame);
            ByteBuffer out = ByteBuffer.allocate(frame.length + FrameSeal.TAG_BYTES);
            seal.seal(FrameHeader.read(in), in, out);
            return out.array();
        }
    }
}
