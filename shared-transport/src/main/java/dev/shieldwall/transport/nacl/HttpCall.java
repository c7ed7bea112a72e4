package dev.shieldwall.transport.nacl;

import java.net.URI;
import java.util.List;
import java.util.Map;

/** A request as any HTTP server has it. The host bounds the body; what is longer than 1 MiB is refused unparsed. */
@SuppressWarnings("ArrayRecordComponent") // lives for one request and is never compared
public record HttpCall(String method, URI target, Map<String, List<String>> headers, byte[] body) {}
