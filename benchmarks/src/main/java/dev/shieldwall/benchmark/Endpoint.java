package dev.shieldwall.benchmark;

import dev.shieldwall.model.codec.MalformedException;
import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.model.decision.Decision;
import dev.shieldwall.model.receipt.Receipt;
import dev.shieldwall.model.receipt.ReceiptRejectedException;
import dev.shieldwall.model.receipt.ReceiptVerifier;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;

/**
 * Posts signed commands to one URL and accepts nothing but a granted receipt. Each caller blocks on a connection of its
 * own: on the two cores that the mesh has as well, the hand-overs between the threads of java.net.http cost as much as
 * the rest of the driver together.
 */
final class Endpoint {

    private static final int TIMEOUT_MILLIS = 15_000;

    static {
        // As many connections stay open as there are callers; five would be the default.
        System.setProperty("http.maxConnections", "256");
    }

    private final URL url;
    private final ReceiptVerifier verifier;

    Endpoint(URI url, ReceiptVerifier verifier) throws IOException {
        this.url = url.toURL();
        this.verifier = verifier;
    }

    /** Posts and reads the receipt without checking its signatures, as a load driver that shares the machine must. */
    Receipt post(SignedCommand command) throws IOException {
        byte[] body = command.jws().unsafeArray();
        HttpURLConnection connection = (HttpURLConnection) url.openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(body.length);
        connection.setRequestProperty("Content-Type", "application/jose");
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
        }
        return receipt(connection);
    }

    private Receipt receipt(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        if (status != HttpURLConnection.HTTP_OK) {
            connection.disconnect();
            throw new IOException("status " + status + " of " + url);
        }
        try (InputStream answer = connection.getInputStream()) {
            return Receipt.parse(answer.readAllBytes());
        } catch (MalformedException e) {
            throw new IOException("not a receipt: " + e.getMessage(), e);
        }
    }

    /** As {@link #post}, and demands that the receipt says granted. */
    Receipt allowed(SignedCommand command) throws IOException {
        Receipt receipt = post(command);
        if (!receipt.result().jwsHash().equals(command.jwsHash())
                || !(receipt.result().decision() instanceof Decision.Granted)) {
            throw new IOException("not granted: " + receipt.result().decision());
        }
        return receipt;
    }

    /** As {@link #allowed}, and verifies the receipt. */
    Receipt granted(SignedCommand command) throws IOException {
        Receipt receipt = allowed(command);
        try {
            verifier.verify(receipt);
        } catch (ReceiptRejectedException e) {
            throw new IOException("a receipt that does not hold: " + e.getMessage(), e);
        }
        return receipt;
    }
}
