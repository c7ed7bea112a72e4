package dev.shieldwall.client;

import dev.shieldwall.client.http.GatewayExchange;
import dev.shieldwall.client.http.GatewayRequest;
import dev.shieldwall.client.http.HttpReply;
import dev.shieldwall.client.http.Problem;
import dev.shieldwall.client.http.Wire;
import dev.shieldwall.client.ledger.AbsenceVerifier;
import dev.shieldwall.client.ledger.CommandRef;
import dev.shieldwall.client.ledger.NotDecided;
import dev.shieldwall.client.ledger.Outcome;
import dev.shieldwall.client.ledger.Resolution;
import dev.shieldwall.model.block.CertificateRejectedException;
import dev.shieldwall.model.block.ReplicaKeys;
import dev.shieldwall.model.codec.MalformedException;
import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.model.genesis.Genesis;
import dev.shieldwall.model.receipt.Receipt;
import dev.shieldwall.model.receipt.ReceiptRejectedException;
import dev.shieldwall.model.receipt.ReceiptVerifier;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one owner of retries: nothing between this and the replicas tries again. What is sent again is the same signed
 * command, which the ledger decides once. Thread-safe.
 */
final class GatewayConnection {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(4);

    private final GatewayExchange exchange;
    private final ClientSettings settings;
    private final Supplier<String> token;
    private final ReceiptVerifier verifier;
    private final AbsenceVerifier absence;

    GatewayConnection(GatewayExchange exchange, ClientSettings settings, Genesis genesis, Supplier<String> token)
            throws CertificateRejectedException {
        this.exchange = exchange;
        this.settings = settings;
        this.token = token;
        ReplicaKeys keys = ReplicaKeys.of(genesis);
        this.verifier = new ReceiptVerifier(keys);
        this.absence = new AbsenceVerifier(keys, genesis.limits().keepMillis());
    }

    ReceiptVerifier verifier() {
        return verifier;
    }

    /** Submits until somebody decides, refuses for good, or patience ends. */
    Outcome submit(SignedCommand command) throws InterruptedException {
        CommandRef ref = CommandRef.of(command);
        long end = System.nanoTime() + settings.patience().toNanos();
        Duration pause = FIRST_PAUSE;
        Attempt last;
        boolean perhapsAdmitted = false;
        while (true) {
            last = attempt(command, ref);
            perhapsAdmitted |= last.perhapsAdmitted();
            boolean again = last.again();
            Duration wait = last.retryAfter() == null ? pause : last.retryAfter();
            if (!again || System.nanoTime() + wait.toNanos() >= end) {
                break;
            }
            Thread.sleep(wait);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
        return switch (last.outcome()) {
            case Outcome.Decided decided -> decided;
            case Outcome.Unknown unknown -> unknown;
            // An earlier try may have got through, so a later "no" is no answer to the question.
            case Outcome.Refused refused ->
                perhapsAdmitted ? new Outcome.Unknown(ref.commandId(), ref.notAfterMillis()) : refused;
        };
    }

    private record Attempt(Outcome outcome, boolean again, boolean perhapsAdmitted, @Nullable Duration retryAfter) {}

    private Attempt attempt(SignedCommand command, CommandRef ref) throws InterruptedException {
        ApiPaths.Endpoint endpoint = ApiPaths.of(command.payload().command());
        Map<String, String> headers = Map.of("Content-Type", Wire.JOSE, "Accept", Wire.RECEIPT + ", " + Wire.PROBLEM);
        var request = new GatewayRequest(
                endpoint.method(), endpoint.path(), headers, command.jws().unsafeArray(), settings.attemptTimeout());
        try {
            return classify(exchange.exchange(request), ref);
        } catch (ConnectException e) {
            return new Attempt(unknown(ref), true, false, null);
        } catch (IOException e) {
            return new Attempt(unknown(ref), true, true, null);
        }
    }

    private Attempt classify(HttpReply reply, CommandRef ref) {
        Duration retryAfter = reply.retryAfter().orElse(null);
        if (reply.status() == 200) {
            Optional<Receipt> receipt = receipt(reply, ref);
            return receipt.isPresent()
                    ? new Attempt(new Outcome.Decided(receipt.get()), false, true, null)
                    : new Attempt(unknown(ref), true, true, null);
        }
        if (reply.status() >= 500) {
            return new Attempt(unknown(ref), true, true, retryAfter);
        }
        Optional<Problem> problem = reply.problem();
        Outcome refused = new Outcome.Refused(
                reply.status(), problem.map(Problem::code).orElse("status-" + reply.status()),
                problem.map(Problem::detail).orElse("the gateway refuses the command"), retryAfter);
        return new Attempt(refused, reply.status() == 429, false, retryAfter);
    }

    private static Outcome unknown(CommandRef ref) {
        return new Outcome.Unknown(ref.commandId(), ref.notAfterMillis());
    }

    /** A receipt that does not verify, or is for another command, is no answer; whoever sent it is not believed. */
    private Optional<Receipt> receipt(HttpReply reply, CommandRef ref) {
        try {
            Receipt receipt = Receipt.parse(reply.body().unsafeArray());
            verifier.verify(receipt);
            return ref.isNamedBy(receipt) ? Optional.of(receipt) : Optional.empty();
        } catch (MalformedException | ReceiptRejectedException e) {
            return Optional.empty();
        }
    }

    /** One question, no retries: the caller decides when to ask again. */
    Resolution resolve(CommandRef ref) throws InterruptedException {
        try {
            HttpReply reply = get(ref.decisionPath(), Wire.RECEIPT + ", " + NotDecided.MEDIA_TYPE);
            if (reply.status() == 200) {
                Optional<Receipt> receipt = receipt(reply, ref);
                if (receipt.isPresent()) {
                    return new Resolution.Decided(receipt.get());
                }
            }
            if (reply.status() == 404
                    && absence.weigh(NotDecided.CODEC.decode(reply.body().unsafeArray()), ref)
                            == AbsenceVerifier.Worth.PROOF) {
                return new Resolution.NeverDecided();
            }
        } catch (IOException | MalformedException e) {
            // no proof either way
        }
        return new Resolution.StillUnknown();
    }

    HttpReply get(String path, String accept) throws IOException, InterruptedException {
        Map<String, String> headers = Map.of("Accept", accept, "Authorization", "Bearer " + token.get());
        return exchange.exchange(GatewayRequest.get(path, headers, settings.attemptTimeout()));
    }
}
