package dev.shieldwall.transport.bus;

import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.aead.Aead;
import dev.shieldwall.crypto.aead.AeadAlgorithm;
import dev.shieldwall.crypto.aead.AeadKey;
import dev.shieldwall.crypto.encryption.Encryptor;
import dev.shieldwall.crypto.signature.KeyRejectedException;
import dev.shieldwall.crypto.signature.Signer;
import dev.shieldwall.crypto.signature.SigningContext;
import dev.shieldwall.transport.bus.core.AicoMessage;
import dev.shieldwall.transport.bus.core.ComponentName;
import dev.shieldwall.transport.bus.core.MessageMetadata;
import dev.shieldwall.transport.bus.core.ReplayGuard;
import dev.shieldwall.transport.bus.core.SealedFrame;
import dev.shieldwall.transport.bus.core.Topic;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;

/**
 * Encrypts what is for one peer or for a group, so that the broker reads nothing of it, and signs it.
 *
 * <p>Guarantee: only the peer, or who is a member at that time, reads it; it comes from this component, for this topic
 * and this peer. Not guaranteed: forward secrecy, for a peer's key lives long; that topic, size and time are hidden.
 *
 * <p>Thread-safe. What is sealed must be sent in this order, see {@link ReplayGuard}; {@link SealingPublisher} does.
 */
public final class Sealer {

    static final SigningContext CONTEXT = SigningContext.of("shieldwall/bus/sealed/v1");
    static final AeadAlgorithm AEAD = AeadAlgorithm.XCHACHA20_POLY1305;
    public static final int MAX_MEMBERS = 256;

    /** A message and the topic that it must go out on. */
    public record Sealed(Topic topic, AicoMessage message) {}

    private final ComponentName own;
    private final Signer signer;
    private final Function<ComponentName, Optional<PeerKeys>> peers;
    private final SecureRandom random = new SecureRandom();
    private final InstantSource clock;
    private long sequence;

    public Sealer(SealingIdentity own, Function<ComponentName, Optional<PeerKeys>> peers, InstantSource clock) {
        this.own = own.name();
        this.signer = new Signer(own.signing(), CONTEXT);
        this.peers = peers;
        this.clock = clock;
    }

    /** For one peer, on {@code topic.peer}. */
    public Sealed seal(Topic topic, ComponentName peer, byte[] payload) throws KeyRejectedException {
        return seal(SealedFrame.Kind.FOR_A_PEER, 0, topic.forPeer(peer), header -> encrypt(peer, payload, header));
    }

    private byte[] encrypt(ComponentName peer, byte[] payload, byte[] header) throws KeyRejectedException {
        return new Encryptor(keysOf(peer).encryption(), AEAD, random).encrypt(payload, header);
    }

    private PeerKeys keysOf(ComponentName peer) throws KeyRejectedException {
        return peers.apply(peer).orElseThrow(() -> new KeyRejectedException("no keys of " + peer));
    }

    private interface Encryption {
        byte[] apply(byte[] header) throws KeyRejectedException;
    }

    private synchronized Sealed seal(SealedFrame.Kind kind, long epoch, Topic topic, Encryption encryption)
            throws KeyRejectedException {
        Instant now = clock.instant();
        sequence = ReplayGuard.next(sequence, now.toEpochMilli());
        byte[] header = SealedFrame.header(kind, epoch, sequence, new ReplayGuard.Stream(own, topic));
        byte[] ciphertext = encryption.apply(header);
        byte[] signature = signer.sign(SealedFrame.signedBytes(header, ciphertext));
        byte[] frame = new SealedFrame(kind, epoch, sequence, signature, ciphertext).encode();
        var type = new MessageMetadata.Kind(topic.base(), MessageMetadata.Kind.VERSION);
        var metadata = new MessageMetadata(UUID.randomUUID().toString(), now, own.value(), type, new TreeMap<>());
        return new Sealed(topic, new AicoMessage(metadata, new AicoMessage.Payload(SealedFrame.TYPE_URL, frame)));
    }

    /** A group of this sender on one topic. Its first key goes out with {@link Group#keys}. */
    public Group group(Topic topic, Set<ComponentName> members) {
        return new Group(topic, new TreeSet<>(members));
    }

    /**
     * Who may read what this component sends on a topic. Each sender has its own group key, so no member can send in
     * another's name and nobody has to agree on anything.
     *
     * <p>Every change of the members makes a new key, an epoch further: who left cannot read what comes, who joins not
     * what was. Thread-safe.
     */
    public final class Group {

        private final Topic topic;
        private final SortedSet<ComponentName> members;
        private long epoch;
        private byte[] key = new byte[AeadAlgorithm.KEY_BYTES];
        private Aead aead;

        private Group(Topic topic, SortedSet<ComponentName> members) {
            requireRoom(members.size());
            this.topic = topic;
            this.members = members;
            this.aead = draw();
            // After a restart the epoch is still a later one.
            this.epoch = clock.millis();
        }

        private Aead draw() {
            random.nextBytes(key);
            return new Aead(AeadKey.of(AEAD, SecretBytes.copyOf(key)), random);
        }

        /** The key for each member. May be sent again at any time, for a member that was not there. */
        public synchronized List<Sealed> keys() throws KeyRejectedException {
            var messages = new ArrayList<Sealed>();
            for (ComponentName member : members) {
                messages.add(key(member));
            }
            return messages;
        }

        private Sealed key(ComponentName member) throws KeyRejectedException {
            return Sealer.this.seal(
                    SealedFrame.Kind.GROUP_KEY, epoch, topic.forPeer(member), header -> encrypt(member, key, header));
        }

        public synchronized Sealed seal(byte[] payload) throws KeyRejectedException {
            return Sealer.this.seal(SealedFrame.Kind.FOR_A_GROUP, epoch, topic, header -> aead.seal(payload, header));
        }

        /**
         * Whom nobody knows any more leaves with it.
         *
         * @return the new key for those who stay; send it before the next message
         */
        public synchronized List<Sealed> remove(ComponentName member) throws KeyRejectedException {
            members.remove(member);
            members.removeIf(other -> peers.apply(other).isEmpty());
            rotate();
            return keys();
        }

        /**
         * Changes nothing if the new member has no keys. Whom nobody knows any more leaves.
         *
         * @return the new key for all; send it before the next message
         */
        public synchronized List<Sealed> add(ComponentName member) throws KeyRejectedException {
            requireRoom(members.size() + 1);
            keysOf(member);
            members.add(member);
            members.removeIf(other -> peers.apply(other).isEmpty());
            rotate();
            return keys();
        }

        private void rotate() {
            aead.close();
            aead = draw();
            epoch = Math.max(epoch + 1, clock.millis());
        }

        private void requireRoom(int count) {
            if (count > MAX_MEMBERS) {
                throw new IllegalArgumentException("a group has at most " + MAX_MEMBERS + " members");
            }
        }
    }
}
