package dev.shieldwall.transport.nacl;

/** What is behind a {@link NaclServer}: answers in plain JSON, which leaves sealed; the status leaves as it is. */
@FunctionalInterface
public interface NaclApplication {

    HttpReply answer(NaclCall call);
}
