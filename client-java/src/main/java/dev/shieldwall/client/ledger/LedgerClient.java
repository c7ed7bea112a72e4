package dev.shieldwall.client.ledger;

import dev.shieldwall.client.http.HttpReply;
import dev.shieldwall.model.block.CertificateRejectedException;
import dev.shieldwall.model.block.ReplicaKeys;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.codec.MalformedException;
import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.model.genesis.Genesis;
import dev.shieldwall.model.receipt.Receipt;
import dev.shieldwall.model.receipt.ReceiptRejectedException;
import dev.shieldwall.model.receipt.ReceiptVerifier;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Optional;

/**
 * Talks to the replicas and believes none of them: every receipt and every block is verified against the genesis that
 * this client was given.
 *
 * <p>One call asks each replica at most once. Who wants to try again does so with the same signed command; it is
 * decided once, whatever the number of submissions. Thread-safe.
 */
public final class LedgerClient {

    private final LedgerSettings settings;
    private final ReplicaKeys keys;
    private final ReceiptVerifier verifier;
    private final AbsenceVerifier absence;
    private final HttpClient http;
    private final ReplicaExchange exchange;
    private final List<ReplicaTally> tallies;
    /** A race here costs one slow request; nothing depends on it. */
    private volatile int preferred;

    /**
     * @param http for block streams
     * @param exchange for everything else
     * @throws CertificateRejectedException if the genesis does not hold
     */
    public LedgerClient(Genesis genesis, LedgerSettings settings, HttpClient http, ReplicaExchange exchange)
            throws CertificateRejectedException {
        this.settings = settings;
        this.keys = ReplicaKeys.of(genesis);
        this.verifier = new ReceiptVerifier(keys);
        this.absence = new AbsenceVerifier(keys, genesis.limits().keepMillis());
        this.http = http;
        this.exchange = exchange;
        this.tallies = settings.replicas().stream().map(ReplicaTally::new).toList();
    }

    /** Submits and waits for the decision, at most for the timeout of the settings. */
    public Outcome submit(SignedCommand command) throws InterruptedException {
        return new Submission(this, command).run();
    }

    /** Finds out what became of a command. Asks every replica until a receipt or a proof of absence is found. */
    public Resolution resolve(CommandRef command) throws InterruptedException {
        int witnesses = 0;
        for (int i = 0; i < tallies.size(); i++) {
            ReplicaTally tally = tallies.get((preferred + i) % tallies.size());
            Optional<HttpReply> reply = askDecision(tally, command);
            if (reply.isEmpty()) {
                continue;
            }
            if (reply.get().status() == 200) {
                Optional<Receipt> receipt = receipt(reply.get(), command, tally);
                if (receipt.isPresent()) {
                    return new Resolution.Decided(receipt.get());
                }
                continue;
            }
            switch (weigh(reply.get(), command)) {
                case PROOF -> {
                    return new Resolution.NeverDecided();
                }
                case WITNESS -> witnesses++;
                case FORGED -> tally.forged("a claim that a command was not decided");
                case TOO_EARLY -> {}
            }
        }
        return witnesses > keys.set().faults() ? new Resolution.NeverDecided() : new Resolution.StillUnknown();
    }

    private Optional<HttpReply> askDecision(ReplicaTally tally, CommandRef command) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(tally.replica().resolve(command.decisionPath()))
                .timeout(settings.timeout())
                .build();
        try {
            HttpReply reply = exchange.exchange(tally.replica(), request);
            if (reply.status() == 200 || reply.status() == 404) {
                return Optional.of(reply);
            }
        } catch (IOException e) {
            // counted below like any other useless answer
        }
        tally.failed();
        return Optional.empty();
    }

    private AbsenceVerifier.Worth weigh(HttpReply reply, CommandRef command) {
        try {
            return absence.weigh(NotDecided.CODEC.decode(reply.body().unsafeArray()), command);
        } catch (MalformedException e) {
            return AbsenceVerifier.Worth.TOO_EARLY; // a bare 404 claims nothing
        }
    }

    /** The receipt in an answer of status 200 if it is genuine and for {@code command}; what is not is recorded. */
    Optional<Receipt> receipt(HttpReply reply, CommandRef command, ReplicaTally tally) {
        try {
            Receipt receipt = Receipt.parse(reply.body().unsafeArray());
            if (!command.isNamedBy(receipt)) {
                tally.forged("a receipt for another command");
                return Optional.empty();
            }
            verifier.verify(receipt);
            tally.decided();
            return Optional.of(receipt);
        } catch (MalformedException | ReceiptRejectedException e) {
            tally.forged("receipt: " + e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * The committed blocks from a height on.
     *
     * @param from height of the first block, at least 1
     * @param parent hash of the header before it; the chain id for height 1
     */
    public BlockStream blocks(long from, Hash parent) {
        if (from < 1) {
            throw new IllegalArgumentException("heights start at 1");
        }
        return new BlockStream(this, from, parent, preferred);
    }

    /** How each replica has behaved, in the order of the settings. */
    public List<ReplicaRecord> replicas() {
        return tallies.stream().map(ReplicaTally::snapshot).toList();
    }

    public ReplicaKeys keys() {
        return keys;
    }

    public ReceiptVerifier verifier() {
        return verifier;
    }

    LedgerSettings settings() {
        return settings;
    }

    HttpClient http() {
        return http;
    }

    ReplicaExchange exchange() {
        return exchange;
    }

    List<ReplicaTally> tallies() {
        return tallies;
    }

    int preferred() {
        return preferred;
    }

    void prefer(int replica) {
        if (replica >= 0 && replica < tallies.size()) {
            preferred = replica;
        }
    }
}
