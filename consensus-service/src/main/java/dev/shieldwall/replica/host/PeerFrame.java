package dev.shieldwall.replica.host;

import dev.shieldwall.consensus.core.Message;
import dev.shieldwall.consensus.core.MessageCodec;
import dev.shieldwall.model.block.BlockHeader;
import dev.shieldwall.model.block.QuorumCertificate;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.CborCodec;
import dev.shieldwall.model.codec.MalformedException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What hosts send each other: one byte that says what it is, then its bytes. */
sealed interface PeerFrame {

    byte CONSENSUS = 1;
    byte COMMAND = 2;
    byte TIP_QUESTION = 3;
    byte TIP_ANSWER = 4;

    /** A message of the protocol core. */
    record Consensus(Message message) implements PeerFrame {}

    /** A command that its sender admitted, so that every replica verifies it once before it is proposed. */
    @SuppressWarnings("ArrayRecordComponent")
    record Command(byte[] jws) implements PeerFrame {}

    /**
     * Asks for the certified tip; the nonce comes back, so that an old answer is none. Who is in quarantine itself does
     * not answer: its tip may be lower than what it voted for.
     */
    @SuppressWarnings("ArrayRecordComponent")
    record TipQuestion(byte[] nonce) implements PeerFrame {}

    /** The newest committed header with its certificate; neither at genesis. */
    record TipAnswer(Bytes nonce, @Nullable BlockHeader header, @Nullable QuorumCertificate certificate)
            implements PeerFrame {

        private static final CborCodec<TipAnswer> CODEC = CborCodec.of(TipAnswer.class);

        public TipAnswer {
            if ((header == null) != (certificate == null)) {
                throw new IllegalArgumentException("a header comes with its certificate");
            }
        }
    }

    default byte[] encode() {
        return switch (this) {
            case Consensus(Message message) -> tagged(CONSENSUS, MessageCodec.encode(message));
            case Command(byte[] jws) -> tagged(COMMAND, jws);
            case TipQuestion(byte[] nonce) -> tagged(TIP_QUESTION, nonce);
            case TipAnswer answer -> tagged(TIP_ANSWER, TipAnswer.CODEC.encode(answer));
        };
    }

    static PeerFrame decode(byte[] frame) throws MalformedException {
        byte[] content = Arrays.copyOfRange(frame, 1, frame.length);
        return switch (frame[0]) {
            case CONSENSUS -> new Consensus(MessageCodec.decode(content));
            case COMMAND -> new Command(content);
            case TIP_QUESTION -> {
                if (content.length != Quarantine.NONCE_BYTES) {
                    throw new MalformedException("a nonce of " + content.length + " bytes");
                }
                yield new TipQuestion(content);
            }
            case TIP_ANSWER -> TipAnswer.CODEC.decode(content);
            default -> throw new MalformedException("no such frame");
        };
    }

    private static byte[] tagged(byte tag, byte[] content) {
        byte[] frame = new byte[1 + content.length];
        frame[0] = tag;
        System.arraycopy(content, 0, frame, 1, content.length);
        return frame;
    }
}
