package dev.shieldwall.benchmark;

import dev.shieldwall.model.codec.MalformedException;
import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.model.decision.Decision;
import dev.shieldwall.model.receipt.Receipt;
import dev.shieldwall.model.receipt.ReceiptRejectedException;
import dev.shieldwall.model.receipt.ReceiptVerifier;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Posts signed commands to one URL and accepts nothing but a granted receipt. */
final class Endpoint {

    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private final HttpClient http;
    private final URI url;
    private final ReceiptVerifier verifier;

    Endpoint(HttpClient http, URI url, ReceiptVerifier verifier) {
        this.http = http;
        this.url = url;
        this.verifier = verifier;
    }

    /** Posts and reads the receipt without checking its signatures, as a load driver that shares the machine must. */
    Receipt post(SignedCommand command) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/jose")
                .POST(HttpRequest.BodyPublishers.ofByteArray(command.jws().unsafeArray()))
                .build();
        HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IOException("status " + answer.statusCode() + " of " + url);
        }
        try {
            return Receipt.parse(answer.body());
        } catch (MalformedException e) {
            throw new IOException("not a receipt: " + e.getMessage(), e);
        }
    }

    /** Posts, verifies the receipt, and demands that it grants this very command. */
    Receipt granted(SignedCommand command) throws IOException, InterruptedException {
        Receipt receipt = post(command);
        try {
            verifier.verify(receipt);
        } catch (ReceiptRejectedException e) {
            throw new IOException("a receipt that does not hold: " + e.getMessage(), e);
        }
        if (!receipt.result().jwsHash().equals(command.jwsHash())
                || !(receipt.result().decision() instanceof Decision.Granted)) {
            throw new IOException("not granted: " + receipt.result().decision());
        }
        return receipt;
    }
}
