package dev.shieldwall.replica.host;

import dev.shieldwall.consensus.core.CommittedBlock;
import dev.shieldwall.consensus.core.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** Messages that leave when the turn's sync is done. Encodes each once. */
final class Outbox {

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final int TO_ALL = -1;
    private static final long MAX_ANSWER_BYTES = 2L << 20;

    private final PeerLink link;
    private final History history;
    private final Executor background;
    private final List<Letter> letters = new ArrayList<>();
    private final Set<Integer> beingServed = ConcurrentHashMap.newKeySet();

    private record Letter(int to, Message message) {}

    /** @param background reads blocks for peers that are behind */
    Outbox(PeerLink link, History history, Executor background) {
        this.link = link;
        this.history = history;
        this.background = background;
    }

    void add(int to, Message message) {
        letters.add(new Letter(to, message));
    }

    void addForAll(Message message) {
        letters.add(new Letter(TO_ALL, message));
    }

    void flush() {
        for (Letter letter : letters) {
            Channel channel = channel(letter.message());
            byte[] frame = new PeerFrame.Consensus(letter.message()).encode();
            if (letter.to() == TO_ALL) {
                link.broadcast(channel, frame);
            } else {
                link.send(letter.to(), channel, frame);
            }
        }
        letters.clear();
    }

    private static Channel channel(Message message) {
        return switch (message) {
            case Message.PrePrepare _, Message.Blocks _, Message.Body _ -> Channel.BULK;
            case Message.Prepare _, Message.Commit _, Message.ViewChange _, Message.NewView _, Message.Status _,
                    Message.Fetch _, Message.FetchBody _ -> Channel.VOTES;
        };
    }

    /** Sends committed blocks from the background; one answer to one peer at a time. */
    void serveBlocks(int to, long fromHeight) {
        if (beingServed.add(to)) {
            background.execute(() -> {
                try {
                    serve(to, fromHeight);
                } catch (DataAccessException e) {
                    LOG.warn("no blocks for replica {} while the database is away", to);
                } finally {
                    beingServed.remove(to);
                }
            });
        }
    }

    private void serve(int to, long fromHeight) {
        List<CommittedBlock> blocks = new ArrayList<>();
        long bytes = 0;
        for (ServedBlock block : history.range(fromHeight, Message.Blocks.MAX_BLOCKS)) {
            bytes += block.weight();
            if (!blocks.isEmpty() && bytes > MAX_ANSWER_BYTES) {
                break;
            }
            blocks.add(new CommittedBlock(block.certified().block(), block.certified().certificate()));
        }
        if (!blocks.isEmpty()) {
            link.send(to, Channel.BULK, new PeerFrame.Consensus(new Message.Blocks(blocks)).encode());
        }
    }
}
