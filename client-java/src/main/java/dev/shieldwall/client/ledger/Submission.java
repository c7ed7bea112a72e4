package dev.shieldwall.client.ledger;

import dev.shieldwall.client.http.HttpReply;
import dev.shieldwall.client.http.Problem;
import dev.shieldwall.client.http.Wire;
import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.model.receipt.Receipt;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One submission: first to one replica; after a refusal or a failure to the next; after a silence to all others. Each
 * replica is asked once.
 */
final class Submission {

    private sealed interface Answer {}

    private record Genuine(int replica, Receipt receipt) implements Answer {}

    private record Refusal(Outcome.Refused refused) implements Answer {}

    /** No usable answer. {@code sent} when the replica may have the command all the same. */
    private record Silence(boolean sent) implements Answer {}

    private final LedgerClient client;
    private final SignedCommand command;
    private final CommandRef ref;
    private final int replicas;
    /** Fixed here, so that another thread's hint makes this submission skip nobody. */
    private final int start;
    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    private final List<Thread> asking = new ArrayList<>();
    private final List<Outcome.Refused> refusals = new ArrayList<>();
    private boolean perhapsAdmitted;

    Submission(LedgerClient client, SignedCommand command) {
        this.client = client;
        this.command = command;
        this.ref = CommandRef.of(command);
        this.replicas = client.tallies().size();
        this.start = client.preferred();
    }

    Outcome run() throws InterruptedException {
        try {
            return await();
        } finally {
            asking.forEach(Thread::interrupt);
        }
    }

    private Outcome await() throws InterruptedException {
        long end = System.nanoTime() + client.settings().timeout().toNanos();
        int answered = 0;
        askNext();
        while (answered < asking.size()) {
            boolean allAsked = asking.size() == replicas;
            long left = end - System.nanoTime();
            long patience = allAsked ? left : Math.min(left, client.settings().hedgeAfter().toNanos());
            Answer answer = answers.poll(patience, TimeUnit.NANOSECONDS);
            if (answer == null) {
                if (allAsked || System.nanoTime() >= end) {
                    return unknown();
                }
                askAll();
                continue;
            }
            answered++;
            switch (answer) {
                case Genuine(int replica, Receipt receipt) -> {
                    client.prefer(replica);
                    return new Outcome.Decided(receipt);
                }
                case Refusal(Outcome.Refused refused) -> refusals.add(refused);
                case Silence(boolean sent) -> perhapsAdmitted |= sent;
            }
            askNext();
        }
        // Below f+1 equal opinions the refusals may all come from liars.
        return perhapsAdmitted || refusals.size() <= client.keys().set().faults() ? unknown() : commonRefusal();
    }

    private Outcome unknown() {
        return new Outcome.Unknown(ref.commandId(), ref.notAfterMillis());
    }

    private Outcome commonRefusal() {
        return refusals.stream()
                .max(Comparator.comparingLong(one -> refusals.stream().filter(r -> r.code().equals(one.code())).count()))
                .orElseThrow();
    }

    private void askAll() {
        while (asking.size() < replicas) {
            askNext();
        }
    }

    private void askNext() {
        if (asking.size() < replicas) {
            int replica = (start + asking.size()) % replicas;
            asking.add(Thread.ofVirtual().name("submit-", replica).start(() -> {
                Answer answer = ask(replica);
                if (answer != null) {
                    answers.add(answer);
                }
            }));
        }
    }

    /** Null when interrupted: then nobody waits for the answer. */
    private @Nullable Answer ask(int replica) {
        ReplicaTally tally = client.tallies().get(replica);
        HttpRequest request = HttpReply.post(command.jws().unsafeArray())
                .uri(tally.replica().resolve(Wire.COMMANDS))
                .header("Accept", Wire.RECEIPT)
                .timeout(client.settings().timeout())
                .build();
        try {
            return classify(replica, client.exchange().exchange(tally.replica(), request));
        } catch (ConnectException e) {
            tally.failed();
            return new Silence(false);
        } catch (IOException e) {
            tally.failed();
            return new Silence(true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private Answer classify(int replica, HttpReply reply) {
        ReplicaTally tally = client.tallies().get(replica);
        if (reply.status() == 200) {
            Optional<Receipt> receipt = client.receipt(reply, ref, tally);
            int primary = (int) reply.number(Wire.PRIMARY).orElse(replica);
            return receipt.isPresent() ? new Genuine(primary, receipt.get()) : new Silence(true);
        }
        Optional<Problem> problem = reply.problem();
        if (reply.status() >= 400 && reply.status() < 500) {
            tally.refused();
            String code = problem.map(Problem::code).orElse("status-" + reply.status());
            String detail = problem.map(Problem::detail).orElse("a replica does not admit the command");
            Duration retryAfter = reply.retryAfter().orElse(null);
            return new Refusal(new Outcome.Refused(reply.status(), code, detail, retryAfter));
        }
        tally.failed();
        // A 503 that does not say UNKNOWN says "not admitted"; if that is a lie, a later copy of the command is a repeat.
        boolean notAdmitted = reply.status() == 503 && problem.isPresent() && !problem.get().isUnknownOutcome();
        return new Silence(!notAdmitted);
    }
}
