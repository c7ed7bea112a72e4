package dev.shieldwall.transport.nacl.core;

/** What a field of handshake or envelope may hold; there are no lists and no nulls in them. */
sealed interface JsonValue {

    record Text(String value) implements JsonValue {}

    record Number(double value) implements JsonValue {}

    record Truth(boolean value) implements JsonValue {}

    record Nested(JsonFields fields) implements JsonValue {}
}
