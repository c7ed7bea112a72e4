package dev.shieldwall.launcher.command;

import dev.shieldwall.client.channel.ChannelExchange;
import dev.shieldwall.client.channel.PostDialer;
import dev.shieldwall.client.channel.WebSocketDialer;
import dev.shieldwall.client.http.GatewayRequest;
import dev.shieldwall.client.http.HttpReply;
import dev.shieldwall.client.http.Wire;
import dev.shieldwall.client.signing.ReadToken;
import dev.shieldwall.crypto.keystore.KeyFiles;
import dev.shieldwall.crypto.signature.Ed25519Signer;
import dev.shieldwall.launcher.folder.DataFolder;
import dev.shieldwall.launcher.folder.Refusal;
import dev.shieldwall.launcher.genesis.LocalGenesis;
import dev.shieldwall.launcher.mesh.ChannelIdentities;
import dev.shieldwall.model.command.CommandJws;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.transport.channel.ChannelClient;
import dev.shieldwall.transport.channel.core.ComponentName;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** One call to the running mesh, inside a secure channel; what the caller lacks, an identity and a token, is made. */
public final class CallCommand implements Command {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    /** The gateway looks at its list of peers every two seconds, and locks out who fails ten times. */
    private static final int TRIES_OF_THE_NEW = 4;
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final int FIRST_ERROR = 400;
    private static final Pattern PATH = Pattern.compile("/[\\x21-\\x7e]*");

    @Override
    public String name() {
        return "call";
    }

    @Override
    public int run(Invocation invocation) throws IOException, InterruptedException {
        Options options = Options.parse(invocation.arguments(), Set.of("--post"), Set.of("--as", "--body"));
        String path = path(options.only("path, such as /v1/health,"));
        GatewayRequest request = options.value("--body").isPresent()
                ? command(path, Path.of(options.value("--body").orElseThrow()))
                : read(path, invocation.data());
        Running.require(invocation.data());
        var identities = new ChannelIdentities(invocation.data().channels());
        ComponentName caller = caller(options.value("--as").orElse("operator"));
        boolean isNew = identities.admit(caller);
        try (HttpClient http = HttpClient.newHttpClient();
                ChannelClient client = identities.client(caller);
                var exchange = new ChannelExchange(client, ChannelIdentities.GATEWAY,
                        dialer(options.has("--post"), http, gateway(invocation.data())))) {
            HttpReply reply = exchange(exchange, request, isNew ? TRIES_OF_THE_NEW : 1);
            invocation.out().write(reply.body().toArray());
            invocation.out().println();
            if (reply.status() >= FIRST_ERROR) {
                throw new Refusal("the gateway answers with status " + reply.status());
            }
            return OK;
        }
    }

    private static String path(String path) {
        if (!PATH.matcher(path).matches()) {
            throw new Invocation.UsageException("a path begins with a slash and has no spaces, such as /v1/audit/entries?limit=5");
        }
        return path;
    }

    private static ComponentName caller(String name) {
        try {
            return new ComponentName(name);
        } catch (IllegalArgumentException e) {
            throw new Invocation.UsageException("--as: " + e.getMessage());
        }
    }

    private static URI gateway(DataFolder data) throws IOException {
        return URI.create("http://127.0.0.1:" + data.ports().gateway());
    }

    private static ChannelExchange.Dialer dialer(boolean post, HttpClient http, URI gateway) {
        return post ? new PostDialer(http, gateway, TIMEOUT) : new WebSocketDialer(http, gateway, TIMEOUT);
    }

    /** Tried again for as long as it may take the gateway to see who was admitted just now. */
    private static HttpReply exchange(ChannelExchange exchange, GatewayRequest request, int tries)
            throws IOException, InterruptedException {
        for (int left = tries - 1; ; left--) {
            try {
                return exchange.exchange(request);
            } catch (ConnectException e) {
                if (left == 0) {
                    throw new Refusal("the gateway opens no channel: " + e.getCause());
                }
            }
            Thread.sleep(PAUSE);
        }
    }

    private static GatewayRequest read(String path, DataFolder data) throws IOException {
        LocalGenesis local = Trust.local(data);
        var token = ReadToken.of(
                local.read(), new PrincipalId(LocalGenesis.OPERATOR), Instant.now(), ReadToken.MAX_LIFETIME);
        String bearer = token.sign(new Ed25519Signer(KeyFiles.readPrivate(local.tokenKeyFile())));
        return GatewayRequest.get(path, Map.of("Authorization", "Bearer " + bearer), TIMEOUT);
    }

    private static GatewayRequest command(String path, Path file) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > 2L * CommandJws.MAX_PAYLOAD_BYTES) {
            throw new Refusal(file + " is no signed command; ./shieldwall sign makes one");
        }
        Map<String, String> headers = Map.of("Content-Type", Wire.JOSE);
        return new GatewayRequest("POST", path, headers, Files.readAllBytes(file), TIMEOUT);
    }
}
