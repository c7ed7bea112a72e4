package dev.shieldwall.transport.nacl.core;

/**
 * What a peer of the reference's protocol has to live with, however it is programmed: mending any of it needs other bytes
 * on the wire. {@code NaclWeaknessTest} shows each; whoever enables the mode names each.
 */
public enum NaclWeakness {
    /**
     * A signature covers the signer's own challenge; neither the X25519 key, the time nor the peer. Whoever holds a
     * handshake that this server never saw completes it with a key of its own and is the client.
     */
    ONLY_THE_CHALLENGE_IS_SIGNED,
    /** Used challenges are kept in memory, so a restart, and every other server, takes a recorded one again, at any time. */
    USED_CHALLENGES_ARE_FORGOTTEN,
    /** Nothing in a server's signature is of the client's: an answer recorded elsewhere passes for a fresh one. */
    ANSWERS_DO_NOT_NAME_THE_CLIENT,
    /** What a key signed as a server is good as a client's handshake wherever that key is listed as a client. */
    ROLES_ARE_NOT_SIGNED,
    /** What one side sealed opens at that side too. Ours refuses; a peer of the reference takes its own words for ours. */
    ONE_KEY_FOR_BOTH_DIRECTIONS,
    /** Method, path, query, headers and status are in clear, and a sealed body is good under any other of them. */
    ONLY_THE_BODY_IS_SEALED,
    /** Messages have no number: on the way they may be left out, reordered, or an answer given to another question. */
    MESSAGES_ARE_NOT_NUMBERED,
    /** A GET names its client and proves nothing; only its answer is sealed. */
    GET_IS_NOT_AUTHENTICATED,
    /** No new key within the hour: one that is stolen from memory opens everything of the session, back and forth. */
    ONE_KEY_FOR_THE_WHOLE_SESSION,
    /** A refusal is plain text that anybody on the way can write, or bring about by dropping a session's answers. */
    REFUSALS_ARE_NOT_AUTHENTICATED
}
