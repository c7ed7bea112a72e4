package dev.shieldwall.consensus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.consensus.pbft.TestGroup;
import dev.shieldwall.model.block.Block;
import dev.shieldwall.model.block.VoteType;
import dev.shieldwall.model.codec.MalformedException;
import dev.shieldwall.model.genesis.ConsensusParameters;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MessageCodecTest {

    private final TestGroup lab = new TestGroup(4, ConsensusParameters.DEFAULTS);
    private final Block block = lab.block(lab.genesisTip(), 0, 2_000_000, "one", "two");
    private final Message proposal =
            new Message.PrePrepare(lab.vote(VoteType.PRE_PREPARE, 0, 0, block.header()), block);

    @Test
    void aMessageReadsBackAsItself() throws MalformedException {
        assertThat(MessageCodec.decode(MessageCodec.encode(proposal))).isEqualTo(proposal);
    }

    /** One value has one spelling: whatever decodes at all encodes to the same bytes. */
    @Test
    void alteredBytesAreRefusedOrMeanSomethingElse() {
        byte[] good = MessageCodec.encode(proposal);
        Random random = new Random(7);
        for (int i = 0; i < 5_000; i++) {
            byte[] altered = good.clone();
            altered[random.nextInt(good.length)] ^= (byte) (1 << random.nextInt(8));
            assertOneSpelling(altered);
            assertOneSpelling(Arrays.copyOf(good, random.nextInt(good.length)));
        }
    }

    private void assertOneSpelling(byte[] bytes) {
        try {
            Message decoded = MessageCodec.decode(bytes);
            assertThat(decoded).isNotEqualTo(proposal);
            assertThat(MessageCodec.encode(decoded)).isEqualTo(bytes);
        } catch (MalformedException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    @Test
    void tooManyBytesAreNotEvenParsed() {
        assertThatThrownBy(() -> MessageCodec.decode(new byte[MessageCodec.MAX_BYTES + 1]))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("bytes");
    }

    @Test
    void aLogRecordReadsBackAsItself() throws MalformedException {
        WalRecord record = new WalRecord.OwnVote(lab.vote(VoteType.COMMIT, 1, 4, block.header()));
        assertThat(WalRecord.decode(record.encode())).isEqualTo(record);
    }
}
