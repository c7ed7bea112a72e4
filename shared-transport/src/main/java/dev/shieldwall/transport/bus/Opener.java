package dev.shieldwall.transport.bus;

import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.aead.Aead;
import dev.shieldwall.crypto.aead.AeadAlgorithm;
import dev.shieldwall.crypto.aead.AeadKey;
import dev.shieldwall.crypto.aead.OpenRejectedException;
import dev.shieldwall.crypto.encryption.Decryptor;
import dev.shieldwall.crypto.encryption.RejectedStreamException;
import dev.shieldwall.crypto.signature.SignatureRejectedException;
import dev.shieldwall.crypto.signature.Verifier;
import dev.shieldwall.transport.bus.SealRejectedException.Reason;
import dev.shieldwall.transport.bus.core.ComponentName;
import dev.shieldwall.transport.bus.core.MalformedException;
import dev.shieldwall.transport.bus.core.ReplayGuard;
import dev.shieldwall.transport.bus.core.SealedFrame;
import dev.shieldwall.transport.bus.core.Topic;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Opens what a {@link Sealer} made for this component. It believes the signature, not the broker.
 *
 * <p>Thread-safe; calls go one after the other.
 */
public final class Opener {

    /** Of one sender. Beyond, its group that was quiet for longest is forgotten until its key comes again. */
    public static final int MAX_GROUPS = 256;

    /** What a sealed message was. */
    public sealed interface Opened {

        ComponentName source();

        record Payload(ComponentName source, Topic topic, byte[] bytes) implements Opened {}

        /** The key of a group came; messages of this epoch can be read now, those of earlier ones no more. */
        record GroupKey(ComponentName source, Topic topic, long epoch) implements Opened {}
    }

    private record Epoch(long number, Aead aead) {}

    private final ComponentName own;
    private final Decryptor decryptor;
    private final Function<ComponentName, Optional<PeerKeys>> peers;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final ReplayGuard replays = new ReplayGuard();
    private final Map<ComponentName, LinkedHashMap<Topic, Epoch>> groups = new HashMap<>();

    public Opener(SealingIdentity own, Function<ComponentName, Optional<PeerKeys>> peers, InstantSource clock) {
        this.own = own.name();
        this.decryptor = new Decryptor(own.encryption(), Set.of(Sealer.AEAD));
        this.peers = peers;
        this.clock = clock;
    }

    public synchronized Opened open(BusSubscriber.Received received) throws SealRejectedException {
        SealedFrame frame = frame(received);
        Topic topic = received.topic();
        var stream = new ReplayGuard.Stream(source(received), topic);
        byte[] header = SealedFrame.header(frame.kind(), frame.epoch(), frame.sequence(), stream);
        verify(stream.source(), header, frame);
        boolean forGroup = frame.kind() == SealedFrame.Kind.FOR_A_GROUP;
        if (forGroup != topic.peer().isEmpty() || !topic.isFor(own)) {
            throw new SealRejectedException(Reason.NOT_FOR_US);
        }
        return switch (frame.kind()) {
            case FOR_A_PEER -> {
                requireFresh(stream, frame);
                yield new Opened.Payload(stream.source(), topic, decrypt(frame, header));
            }
            case FOR_A_GROUP -> {
                Aead aead = keyOf(stream, frame.epoch());
                requireFresh(stream, frame);
                yield new Opened.Payload(stream.source(), topic, open(aead, frame, header));
            }
            case GROUP_KEY -> {
                requireFresh(stream, frame);
                yield takeKey(stream, frame, header);
            }
        };
    }

    private static SealedFrame frame(BusSubscriber.Received received) throws SealRejectedException {
        if (!received.message().payload().typeUrl().equals(SealedFrame.TYPE_URL)) {
            throw new SealRejectedException(Reason.NOT_SEALED);
        }
        try {
            return SealedFrame.parse(received.message().payload().value());
        } catch (MalformedException _) {
            throw new SealRejectedException(Reason.NOT_SEALED);
        }
    }

    private static ComponentName source(BusSubscriber.Received received) throws SealRejectedException {
        try {
            return new ComponentName(received.message().metadata().source());
        } catch (IllegalArgumentException _) {
            throw new SealRejectedException(Reason.UNKNOWN_SOURCE);
        }
    }

    private void verify(ComponentName source, byte[] header, SealedFrame frame) throws SealRejectedException {
        PeerKeys keys = peers.apply(source).orElseThrow(() -> new SealRejectedException(Reason.UNKNOWN_SOURCE));
        try {
            new Verifier(keys.signing(), Sealer.CONTEXT)
                    .verify(SealedFrame.signedBytes(header, frame.ciphertext()), frame.signature());
        } catch (SignatureRejectedException _) {
            throw new SealRejectedException(Reason.WRONG_SIGNATURE);
        }
    }

    private void requireFresh(ReplayGuard.Stream stream, SealedFrame frame) throws SealRejectedException {
        switch (replays.accept(stream, frame.sequence(), clock.millis())) {
            case FRESH -> {}
            case REPLAYED -> throw new SealRejectedException(Reason.REPLAYED);
            case TOO_OLD -> throw new SealRejectedException(Reason.TOO_OLD);
            case FROM_THE_FUTURE -> throw new SealRejectedException(Reason.FROM_THE_FUTURE);
            case TOO_MANY_STREAMS -> throw new SealRejectedException(Reason.TOO_MANY_STREAMS);
        }
    }

    private byte[] decrypt(SealedFrame frame, byte[] header) throws SealRejectedException {
        try {
            return decryptor.decrypt(frame.ciphertext(), header);
        } catch (RejectedStreamException _) {
            throw new SealRejectedException(Reason.DOES_NOT_OPEN);
        }
    }

    private static byte[] open(Aead aead, SealedFrame frame, byte[] header) throws SealRejectedException {
        try {
            return aead.open(frame.ciphertext(), header);
        } catch (OpenRejectedException _) {
            throw new SealRejectedException(Reason.DOES_NOT_OPEN);
        }
    }

    private Aead keyOf(ReplayGuard.Stream group, long epoch) throws SealRejectedException {
        Epoch known = groupsOf(group.source()).get(group.topic());
        if (known == null || known.number() != epoch) {
            throw new SealRejectedException(Reason.NO_GROUP_KEY);
        }
        return known.aead();
    }

    private LinkedHashMap<Topic, Epoch> groupsOf(ComponentName source) {
        return groups.computeIfAbsent(source, _ -> new LinkedHashMap<>(16, 0.75f, true));
    }

    /** The bus keeps the order of one sender, so nothing of an earlier epoch comes after the key of a later one. */
    private Opened takeKey(ReplayGuard.Stream stream, SealedFrame frame, byte[] header) throws SealRejectedException {
        LinkedHashMap<Topic, Epoch> ofSource = groupsOf(stream.source());
        Topic topic = Topic.of(stream.topic().base());
        Epoch known = ofSource.get(topic);
        if (known != null && known.number() > frame.epoch()) {
            throw new SealRejectedException(Reason.OLD_GROUP_KEY);
        }
        byte[] key = decrypt(frame, header);
        try {
            if (key.length != AeadAlgorithm.KEY_BYTES) {
                throw new SealRejectedException(Reason.DOES_NOT_OPEN);
            }
            ofSource.put(topic, new Epoch(frame.epoch(), new Aead(AeadKey.of(Sealer.AEAD, SecretBytes.copyOf(key)), random)));
        } finally {
            Arrays.fill(key, (byte) 0);
        }
        if (known != null) {
            known.aead().close();
        }
        if (ofSource.size() > MAX_GROUPS) {
            ofSource.pollFirstEntry().getValue().aead().close();
        }
        return new Opened.GroupKey(stream.source(), topic, frame.epoch());
    }
}
