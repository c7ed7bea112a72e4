package dev.shieldwall.launcher.process;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How to ask a process whether it works. Every answer comes within {@value #TIMEOUT_MILLIS} ms per connection step. */
public sealed interface Probe {

    int TIMEOUT_MILLIS = 1_500;
    int LONGEST_ANSWER_BYTES = 64 * 1024;

    Health ask();

    /** Healthy when every address answers 200. */
    record Http(List<URI> addresses) implements Probe {

        public Http {
            addresses = List.copyOf(addresses);
        }

        @Override
        public Health ask() {
            try {
                for (URI address : addresses) {
                    if (get(address) == null) {
                        return Health.NOT_OK;
                    }
                }
                return Health.OK;
            } catch (IOException e) {
                return Health.NOT_OK;
            }
        }
    }

    /** Reads role and height from a replica's {@code GET /v1/consensus/status}. */
    record ReplicaStatus(URI address) implements Probe {

        private static final Pattern ROLE = Pattern.compile("\"role\"\\s*:\\s*\"([a-z-]{1,32})\"");
        private static final Pattern HEIGHT = Pattern.compile("\"height\"\\s*:\\s*([0-9]{1,18})");

        @Override
        public Health ask() {
            try {
                String answer = get(address);
                if (answer == null) {
                    return Health.NOT_OK;
                }
                Matcher role = ROLE.matcher(answer);
                Matcher height = HEIGHT.matcher(answer);
                return new Health(
                        true, role.find() ? role.group(1) : "", height.find() ? Long.parseLong(height.group(1)) : -1);
            } catch (IOException e) {
                return Health.NOT_OK;
            }
        }
    }

    /** PostgreSQL says in the eighth line of {@code postmaster.pid} when it accepts connections, as pg_ctl reads it. */
    record Postmaster(Path pidFile) implements Probe {

        private static final int STATUS_LINE = 7;

        @Override
        public Health ask() {
            try {
                List<String> lines = Files.readAllLines(pidFile);
                boolean ready = lines.size() > STATUS_LINE
                        && lines.get(STATUS_LINE).strip().equals("ready");
                return ready ? Health.OK : Health.NOT_OK;
            } catch (IOException e) {
                return Health.NOT_OK;
            }
        }
    }

    /** The body of a 200, otherwise null. */
    private static @Nullable String get(URI address) throws IOException {
        var connection = (HttpURLConnection) address.toURL().openConnection(Proxy.NO_PROXY);
        try {
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            connection.setInstanceFollowRedirects(false);
            if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                return null;
            }
            try (InputStream body = connection.getInputStream()) {
                return new String(body.readNBytes(LONGEST_ANSWER_BYTES), StandardCharsets.UTF_8);
            }
        } finally {
            connection.disconnect();
        }
    }
}
