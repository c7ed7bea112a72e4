package dev.shieldwall.transport.nacl;

import dev.shieldwall.transport.nacl.core.ClientId;
import dev.shieldwall.transport.nacl.core.NaclRefusal;
import dev.shieldwall.transport.nacl.core.NaclRefusedException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Who a GET without a body says it is from: the header {@code X-Client-ID} or the query's {@code client_id}, said once. */
final class ClaimedClient {

    private static final String HEADER = "X-Client-ID";
    private static final String PARAMETER = "client_id=";

    private ClaimedClient() {}

    /** No other method than GET: without a body it would change something in the name of a client that proved nothing. */
    static ClientId of(HttpCall call) throws NaclRefusedException {
        List<String> said = Stream.concat(inHeaders(call), inQuery(call)).toList();
        if (!call.method().equals("GET") || said.size() != 1) {
            throw new NaclRefusedException(NaclRefusal.NO_SESSION);
        }
        return ClientId.parse(said.getFirst());
    }

    private static Stream<String> inHeaders(HttpCall call) {
        return call.headers().entrySet().stream()
                .filter(header -> HEADER.equalsIgnoreCase(header.getKey()))
                .flatMap(header -> header.getValue().stream());
    }

    private static Stream<String> inQuery(HttpCall call) {
        String query = call.target().getRawQuery();
        return query == null
                ? Stream.empty()
                : Arrays.stream(query.split("&", -1))
                        .filter(parameter -> parameter.startsWith(PARAMETER))
                        .map(parameter -> parameter.substring(PARAMETER.length()));
    }
}
