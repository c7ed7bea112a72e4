package dev.shieldwall.transport.nacl;

/**
 * What is behind a {@link NaclServer}: answers in plain JSON, which leaves sealed; the status leaves as it is. What it
 * throws is for the host, which answers 500: never 401, behind which a client would send again.
 */
@FunctionalInterface
public interface NaclApplication {

    HttpReply answer(NaclCall call);
}
