package dev.shieldwall.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.client.ShieldwallClient;
import dev.shieldwall.client.ledger.CommandRef;
import dev.shieldwall.client.ledger.Outcome;
import dev.shieldwall.client.ledger.Resolution;
import dev.shieldwall.model.block.CertifiedBlock;
import dev.shieldwall.model.block.ResultLeaf;
import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.model.receipt.Receipt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** Callers under load that write down every answer, and the books to compare them with afterwards. */
final class Ledgerkeeper {

    private final ShieldwallClient client;
    private final List<Caller> callers;
    private final Map<SignedCommand, Receipt> acknowledged = new ConcurrentHashMap<>();
    private final List<SignedCommand> unknown = java.util.Collections.synchronizedList(new ArrayList<>());
    private final AtomicBoolean stop = new AtomicBoolean();
    private final CountDownLatch ended;

    Ledgerkeeper(ShieldwallClient client, List<Caller> callers) {
        this.client = client;
        this.callers = callers;
        this.ended = new CountDownLatch(callers.size());
    }

    void begin() {
        for (Caller caller : callers) {
            Thread.ofVirtual().start(() -> {
                try {
                    while (!stop.get()) {
                        submit(caller.critical());
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } finally {
                    ended.countDown();
                }
            });
        }
    }

    private void submit(SignedCommand command) throws InterruptedException {
        switch (client.submit(command)) {
            case Outcome.Decided(var receipt) -> acknowledged.put(command, receipt);
            case Outcome.Unknown _ -> unknown.add(command);
            case Outcome.Refused _ -> Thread.sleep(50); // gateway or replica away: asked again with a new command
        }
    }

    int acknowledgedSoFar() {
        return acknowledged.size();
    }

    void end() throws InterruptedException {
        stop.set(true);
        ended.await();
    }

    /** Every acknowledged decision stands in the chain where its receipt says, and no command stands in it twice. */
    void compareWith(List<CertifiedBlock> chain) {
        var places = new HashMap<String, Long>();
        for (CertifiedBlock block : chain) {
            for (ResultLeaf result : block.results()) {
                Long before = places.put(result.principal() + " " + result.commandId(), block.header().height());
                assertThat(before).as("executed twice: " + result).isNull();
            }
        }
        acknowledged.forEach((command, receipt) -> assertThat(
                        places.get(command.payload().principal() + " " + command.payload().commandId()))
                .as("acknowledged and lost: " + command.payload())
                .isEqualTo(receipt.header().height()));
    }

    /** Whoever was told UNKNOWN can learn what became of it, at the latest when the command's time has passed. */
    boolean unknownIsResolved() throws InterruptedException {
        for (SignedCommand command : List.copyOf(unknown)) {
            if (client.resolve(CommandRef.of(command)) instanceof Resolution.StillUnknown) {
                return false;
            }
            unknown.remove(command);
        }
        return true;
    }
}
