package dev.shieldwall.transport.channel.core;

import dev.shieldwall.crypto.kem.Encapsulation;
import dev.shieldwall.crypto.kem.KemPrivateKey;
import dev.shieldwall.crypto.signature.Ed25519PrivateKey;
import dev.shieldwall.crypto.signature.Ed25519Signer;
import dev.shieldwall.crypto.signature.KeyRejectedException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;

/** Components of the reference, with the keys of its vectors, and the randomness that the core does not draw. */
public final class Parties {

    public static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    public static final LocalIdentity FRONTEND = identity("frontend", 0x00);
    public static final LocalIdentity BACKEND = identity("backend", 0x20);
    public static final LocalIdentity CLI = identity("cli", 0x80);
    public static final LocalIdentity STRANGER = identity("frontend", 0xa0);
    public static final AllowList CLIENTS = AllowList.of(peer(FRONTEND), peer(CLI));
    public static final AllowList SERVERS = AllowList.of(peer(BACKEND), peer(CLI));

    private static final SecureRandom RANDOM = new SecureRandom();

    private Parties() {}

    public static LocalIdentity identity(String name, int firstByteOfSeed) {
        byte[] seed = new byte[32];
        for (int i = 0; i < seed.length; i++) {
            seed[i] = (byte) (firstByteOfSeed + i);
        }
        return new LocalIdentity(new ComponentName(name), new Ed25519Signer(Ed25519PrivateKey.fromSeed(seed)));
    }

    public static PeerIdentity peer(LocalIdentity identity) {
        return new PeerIdentity(identity.name(), identity.key());
    }

    public static byte[] challenge() {
        byte[] challenge = new byte[32];
        RANDOM.nextBytes(challenge);
        return challenge;
    }

    static ClientHandshake client(ClientHandshake.Party party, Instant now, ChannelSuite... suites) {
        List<KemPrivateKey> keys =
                List.of(suites).stream().map(suite -> KemPrivateKey.generate(suite.kem(), RANDOM)).toList();
        return new ClientHandshake(party, keys, challenge(), now);
    }

    static ClientHandshake.Party frontend() {
        return new ClientHandshake.Party(FRONTEND, BACKEND.name(), SERVERS);
    }

    static ServerHandshake backend(ChannelSuite... suites) {
        return backend(new ChallengeMemory(ChallengeMemory.DEFAULT_PER_PEER), suites);
    }

    static ServerHandshake backend(ChallengeMemory memory, ChannelSuite... suites) {
        return new ServerHandshake(new ServerHandshake.Party(BACKEND, CLIENTS, List.of(suites)), memory);
    }

    static AnsweredClient answer(AdmittedClient admitted, Instant now) {
        try (Encapsulation agreed = admitted.share().encapsulate(RANDOM)) {
            return admitted.answer(agreed, challenge(), now);
        } catch (KeyRejectedException e) {
            throw new AssertionError(e);
        }
    }

    /** Both ends of one handshake. */
    record Pair(Established client, Established server) {}

    static Pair pair(ChannelSuite suite) {
        try (ClientHandshake client = client(frontend(), NOON, suite);
                AnsweredClient answered = answer(backend(suite).admit(client.hello(), NOON), NOON)) {
            ClientHandshake.Finished finished = client.finish(answered.hello(), NOON);
            return new Pair(finished.session(), answered.complete(finished.message()));
        } catch (HandshakeRefusedException e) {
            throw new AssertionError(e);
        }
    }
}
