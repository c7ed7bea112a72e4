package dev.shieldwall.replica.host;

import dev.shieldwall.consensus.core.Message;
import dev.shieldwall.consensus.core.MessageRejectedException;
import dev.shieldwall.consensus.core.MessageVerifier;
import dev.shieldwall.model.block.BlockHeader;
import dev.shieldwall.model.block.CertificateRejectedException;
import dev.shieldwall.model.block.QuorumCertificate;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.MalformedException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The edge towards the other replicas: parses frames and verifies every signature on the transport's threads, so that
 * the owner thread sees verified messages only.
 */
final class PeerProtocol implements PeerLink.Inbox {

    private static final Logger LOG = LoggerFactory.getLogger(PeerProtocol.class);

    private final Committee committee;
    private final MessageVerifier verifier;
    private final Quarantine quarantine;
    private final Consumer<LoopInput> loop;
    private final LongAdder received = new LongAdder();
    private volatile @Nullable Inner inner;

    /** What there is only once the replica is restored; frames that come before are dropped, as if lost on the way. */
    record Inner(Ledgers ledgers, Intake intake, PeerLink link) {}

    PeerProtocol(Committee committee, Quarantine quarantine, Consumer<LoopInput> loop) {
        this.committee = committee;
        this.verifier = new MessageVerifier(committee.group(), committee.keys());
        this.quarantine = quarantine;
        this.loop = loop;
    }

    void open(Inner opened) {
        inner = opened;
    }

    @Override
    public boolean received(int from, Channel channel, byte[] frame) {
        Inner open = inner;
        if (open == null) {
            return true;
        }
        received.increment();
        try {
            return take(open, from, PeerFrame.decode(frame));
        } catch (MalformedException | MessageRejectedException | CertificateRejectedException e) {
            LOG.warn("replica {} sent what no honest replica sends: {}", from, e.getMessage());
            return false;
        }
    }

    private boolean take(Inner open, int from, PeerFrame frame)
            throws MessageRejectedException, CertificateRejectedException {
        switch (frame) {
            case PeerFrame.Consensus(Message message) -> {
                long arrival = System.currentTimeMillis();
                loop.accept(new LoopInput.FromPeer(verifier.verify(from, message), arrival));
                return true;
            }
            case PeerFrame.Command(byte[] jws) -> {
                if (!open.intake().forwarded(from, jws)) {
                    LOG.warn("replica {} passed on a command that it cannot have admitted", from);
                    return false;
                }
                return true;
            }
            case PeerFrame.TipQuestion(byte[] nonce) -> {
                if (!quarantine.isOn()) {
                    Head head = open.ledgers().head();
                    var answer = new PeerFrame.TipAnswer(Bytes.of(nonce), head.header(), head.certificate());
                    open.link().send(from, Channel.VOTES, answer.encode());
                }
                return true;
            }
            case PeerFrame.TipAnswer(Bytes nonce, BlockHeader header, QuorumCertificate certificate) -> {
                if (header != null && certificate != null) {
                    committee.keys().verifyCommit(header, certificate);
                }
                quarantine.answered(from, nonce.unsafeArray(), header == null ? 0 : header.height());
                return true;
            }
        }
    }

    long receivedFrames() {
        return received.sum();
    }
}
