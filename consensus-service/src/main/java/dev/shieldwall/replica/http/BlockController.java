package dev.shieldwall.replica.http;

import dev.shieldwall.client.http.Wire;
import dev.shieldwall.model.block.CertifiedBlock;
import dev.shieldwall.replica.host.History;
import dev.shieldwall.replica.host.ReplicaHost;
import dev.shieldwall.replica.host.ServedBlock;
import dev.shieldwall.service.problem.ProblemType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Committed blocks: one of them, or all from a height on, as they come. */
@RestController
@Tag(name = "consensus")
class BlockController {

    private static final Logger LOG = LoggerFactory.getLogger(BlockController.class);
    private static final int MAX_STREAMS = 128;
    private static final int BATCH = 64;
    private static final int BUFFER_BYTES = 64 << 10;
    private static final long PATIENCE_MILLIS = 1_000;

    private final ReplicaNode node;
    private final History history;
    private final StreamSeats seats;

    BlockController(ReplicaNode node, ReplicaHost host) {
        this.node = node;
        this.history = host.history();
        this.seats = new StreamSeats(MAX_STREAMS, history::wake);
    }

    @Operation(summary = "A committed block with its results and certificate")
    @GetMapping("/v1/blocks/{height}")
    CertifiedBlock block(@PathVariable long height) {
        try {
            return history.block(height)
                    .orElseThrow(() -> ProblemType.NOT_FOUND.because("the newest block is " + history.height()))
                    .certified();
        } catch (DataAccessException e) {
            throw ProblemType.UNAVAILABLE.because("old blocks are not available now");
        }
    }

    @Operation(summary = "Certified blocks from a height on, without end",
            description = "Frames of four length bytes, big-endian, and the deterministic CBOR of a certified block. Ends"
                    + " when others need the place: go on at another replica, or here, after the last block.")
    @GetMapping(path = Wire.BLOCK_STREAM, produces = Wire.BLOCKS)
    void stream(@RequestParam long from, HttpServletRequest request, HttpServletResponse response)
            throws InterruptedException {
        if (from < 1) {
            throw ProblemType.MALFORMED.because("blocks start at height 1");
        }
        response.setContentType(Wire.BLOCKS);
        response.setHeader(HttpHeaders.CONNECTION, "close"); // a stream that gave way leaves its connection as well
        try (StreamSeats.Seat seat = seats.take(Origin.of(request.getRemoteAddr()))) {
            DataOutputStream out =
                    new DataOutputStream(new BufferedOutputStream(response.getOutputStream(), BUFFER_BYTES));
            response.flushBuffer();
            send(from, out, seat);
        } catch (IOException e) {
            LOG.debug("a follower went away", e);
        } catch (DataAccessException e) {
            LOG.warn("a stream ends while the database is away");
        }
    }

    private void send(long from, DataOutputStream out, StreamSeats.Seat seat) throws IOException, InterruptedException {
        long next = from;
        while (node.isRunning() && seat.isHeld()) {
            if (!history.await(next, PATIENCE_MILLIS, seat::isHeld)) {
                continue;
            }
            List<ServedBlock> blocks = history.range(next, BATCH);
            if (blocks.isEmpty()) {
                throw new IOException("block " + next + " cannot be read");
            }
            for (ServedBlock block : blocks) {
                if (!seat.isHeld()) {
                    return;
                }
                byte[] frame = block.encoded();
                out.writeInt(frame.length);
                out.write(frame);
                next++;
            }
            out.flush();
        }
    }
}
